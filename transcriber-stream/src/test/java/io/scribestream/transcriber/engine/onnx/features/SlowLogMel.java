package io.scribestream.transcriber.engine.onnx.features;

import io.scribestream.transcriber.engine.ggml.MelFilters;

/** The log-mel spectrogram, formula by formula: no fast transform, no short cut. */
final class SlowLogMel {

    private static final int WINDOW = 400;
    private static final int HOP = 160;
    private static final int BINS = 201;

    private SlowLogMel() {}

    static float[] of(float[] samples, int frames, MelFilters filters) {
        float[] mel = new float[filters.nMels() * frames];
        double loudest = Double.NEGATIVE_INFINITY;
        for (int frame = 0; frame < frames; frame++) {
            double[] power = power(samples, frame * HOP - WINDOW / 2);
            for (int band = 0; band < filters.nMels(); band++) {
                double energy = 0;
                for (int bin = 0; bin < BINS; bin++) {
                    energy += filters.weights()[band * BINS + bin] * power[bin];
                }
                mel[band * frames + frame] = (float) Math.log10(Math.max(1e-10, energy));
                loudest = Math.max(loudest, mel[band * frames + frame]);
            }
        }
        for (int i = 0; i < mel.length; i++) {
            mel[i] = (float) ((Math.max(mel[i], loudest - 8) + 4) / 4);
        }
        return mel;
    }

    private static double[] power(float[] samples, int start) {
        double[] power = new double[BINS];
        for (int bin = 0; bin < BINS; bin++) {
            double real = 0;
            double imaginary = 0;
            for (int i = 0; i < WINDOW; i++) {
                int at = Math.abs(start + i); // mirrored before the start, silent after the end
                double sample = at < samples.length ? samples[at] : 0;
                double windowed = sample * (0.5 - 0.5 * Math.cos(2 * Math.PI * i / WINDOW));
                real += windowed * Math.cos(2 * Math.PI * bin * i / WINDOW);
                imaginary += windowed * Math.sin(2 * Math.PI * bin * i / WINDOW);
            }
            power[bin] = real * real + imaginary * imaginary;
        }
        return power;
    }

    /** Slaney's: triangles on a scale that is linear up to 1 kHz and logarithmic above, each of the same area. */
    static float[] filters(int bands) {
        double[] edges = new double[bands + 2];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = hertz(mel(8_000) * i / (bands + 1));
        }
        float[] weights = new float[bands * BINS];
        for (int band = 0; band < bands; band++) {
            for (int bin = 0; bin < BINS; bin++) {
                double frequency = bin * 40.0;
                double up = (frequency - edges[band]) / (edges[band + 1] - edges[band]);
                double down = (edges[band + 2] - frequency) / (edges[band + 2] - edges[band + 1]);
                double height = 2 / (edges[band + 2] - edges[band]);
                weights[band * BINS + bin] = (float) (height * Math.max(0, Math.min(up, down)));
            }
        }
        return weights;
    }

    private static double mel(double hertz) {
        return hertz < 1_000 ? hertz * 3 / 200 : 15 + 27 * Math.log(hertz / 1_000) / Math.log(6.4);
    }

    private static double hertz(double mel) {
        return mel < 15 ? mel * 200 / 3 : 1_000 * Math.exp((mel - 15) * Math.log(6.4) / 27);
    }
}
