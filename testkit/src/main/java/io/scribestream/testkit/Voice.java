package io.scribestream.testkit;

import io.scribestream.testkit.Timeline.Stretch;
import java.util.Arrays;

/**
 * Where in an utterance the voice is, told by loudness alone: a timeline counts the room around a voice as part of its
 * recording. Rough: it takes a breath or a noise of the room for a voice, and not the last of a breath that ends a word.
 */
final class Voice {

    private static final int FRAMES_A_SECOND = 50;

    /** In decibels, below the loudest: what is louder than the one is a voice, what is softer than the other is none. */
    private static final double SURELY = 20;

    private static final double HARDLY = 30;

    /** In decibels above the room, where that can be told. */
    private static final double ABOVE_ROOM = 12;

    /** A sound as long as this many frames: shorter is a click. */
    private static final int SHORTEST = 2;

    private Voice() {}

    /**
     * The utterance from the first sound of a voice to the last; as it is where there is none.
     *
     * @param samples of the recording, from -1 to 1
     */
    static Stretch in(Stretch utterance, float[] samples, int sampleRate) {
        double[] loudness = loudness(utterance, samples, sampleRate);
        if (loudness.length <= SHORTEST) {
            return utterance;
        }
        double[] sorted = loudness.clone();
        Arrays.sort(sorted);
        double loudest = sorted[sorted.length - 1];
        double room = sorted[sorted.length / 50];
        double least = Math.max(loudest - HARDLY, Math.min(room + ABOVE_ROOM, loudest - SURELY));
        int first = 0;
        while (first < loudness.length - SHORTEST && !isSound(loudness, first, least)) {
            first++;
        }
        int last = loudness.length - SHORTEST;
        while (last > first && !isSound(loudness, last, least)) {
            last--;
        }
        return new Stretch(
                utterance.start() + (double) first / FRAMES_A_SECOND,
                utterance.start() + (double) (last + SHORTEST) / FRAMES_A_SECOND,
                utterance.kind(),
                utterance.text());
    }

    private static boolean isSound(double[] loudness, int from, double least) {
        for (int i = from; i < from + SHORTEST; i++) {
            if (loudness[i] <= least) {
                return false;
            }
        }
        return true;
    }

    /** In decibels, by frame. */
    private static double[] loudness(Stretch utterance, float[] samples, int sampleRate) {
        int frame = sampleRate / FRAMES_A_SECOND;
        int from = (int) Math.round(utterance.start() * sampleRate);
        int until = Math.min(samples.length, (int) Math.round(utterance.end() * sampleRate));
        double[] loudness = new double[Math.max(0, (until - from) / frame)];
        for (int i = 0; i < loudness.length; i++) {
            double sum = 0;
            for (int k = from + i * frame; k < from + (i + 1) * frame; k++) {
                sum += samples[k] * samples[k];
            }
            loudness[i] = 10 * Math.log10(sum / frame + 1e-12);
        }
        return loudness;
    }
}
