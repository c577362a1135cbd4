package io.scribestream.transcriber.engine.words;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds stretches where nobody speaks, by loudness alone: frames near the recording's own floor. Where the floor is too
 * near the voices to tell, there are none.
 */
public final class Quiet {

    private static final int FRAMES_A_SECOND = 100;

    /** Shorter stretches are part of speech: the stop before a p or a k. */
    private static final int SHORTEST_FRAMES = 12;

    /** In decibels: the least distance between floor and voices, and the most that is looked at. */
    private static final double LEAST_RANGE = 15;

    private static final double MOST_RANGE = 40;

    /** How far up from the floor to the voices a frame is still quiet. */
    private static final double SHARE = 0.25;

    private Quiet() {}

    /** In order, in seconds. */
    public static List<Span> in(float[] samples, int sampleRate) {
        double[] loudness = loudness(samples, sampleRate / FRAMES_A_SECOND);
        if (loudness.length == 0) {
            return List.of();
        }
        double[] sorted = loudness.clone();
        Arrays.sort(sorted);
        double voices = sorted[(int) (sorted.length * 0.95)];
        double floor = Math.max(sorted[(int) (sorted.length * 0.05)], voices - MOST_RANGE);
        if (voices - floor < LEAST_RANGE) {
            return List.of();
        }
        return below(loudness, floor + SHARE * (voices - floor));
    }

    /** In decibels, by frame. */
    private static double[] loudness(float[] samples, int frame) {
        double[] loudness = new double[samples.length / frame];
        for (int i = 0; i < loudness.length; i++) {
            double sum = 0;
            for (int k = i * frame; k < (i + 1) * frame; k++) {
                sum += samples[k] * samples[k];
            }
            loudness[i] = 10 * Math.log10(sum / frame + 1e-12);
        }
        return loudness;
    }

    private static List<Span> below(double[] loudness, double threshold) {
        List<Span> stretches = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= loudness.length; i++) {
            if (i == loudness.length || loudness[i] > threshold) {
                if (i - from >= SHORTEST_FRAMES) {
                    stretches.add(new Span((double) from / FRAMES_A_SECOND, (double) i / FRAMES_A_SECOND));
                }
                from = i + 1;
            }
        }
        return stretches;
    }
}
