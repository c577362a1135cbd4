package io.scribestream.transcriber.engine.onnx.features;

import io.scribestream.transcriber.engine.ggml.MelFilters;
import java.util.Arrays;

/** Mel bands as the few bins that each of them hears: all others weigh nothing. Immutable. */
final class Bands {

    private final int[] starts;
    private final float[][] weights;

    Bands(MelFilters filters) {
        starts = new int[filters.nMels()];
        weights = new float[filters.nMels()][];
        for (int band = 0; band < starts.length; band++) {
            int first = band * filters.nFft();
            float[] all = Arrays.copyOfRange(filters.weights(), first, first + filters.nFft());
            int end = all.length;
            while (end > 0 && all[end - 1] == 0) {
                end--;
            }
            int start = 0;
            while (start < end && all[start] == 0) {
                start++;
            }
            starts[band] = start;
            weights[band] = Arrays.copyOfRange(all, start, end);
        }
    }

    int count() {
        return starts.length;
    }

    /**
     * What a band hears in each frame.
     *
     * @param power {@code [bins][frames]}
     * @param energy a number a frame; overwritten
     */
    void hear(int band, double[][] power, double[] energy) {
        Arrays.fill(energy, 0);
        for (int i = 0; i < weights[band].length; i++) {
            double weight = weights[band][i];
            double[] bin = power[starts[band] + i];
            for (int frame = 0; frame < energy.length; frame++) {
                energy[frame] += weight * bin[frame];
            }
        }
    }
}
