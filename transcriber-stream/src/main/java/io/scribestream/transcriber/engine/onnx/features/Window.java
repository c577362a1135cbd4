package io.scribestream.transcriber.engine.onnx.features;

import java.util.Arrays;

/**
 * Sound as Hann windows of 400 samples, one every 160, the first around the first sample. Before the beginning and
 * after the end the sound is mirrored, as PyTorch's {@code stft} does it.
 */
final class Window {

    static final int LENGTH = 400;

    private static final double[] HANN = new double[LENGTH];

    static {
        Arrays.setAll(HANN, i -> 0.5 - 0.5 * Math.cos(2 * Math.PI * i / LENGTH));
    }

    private final float[] padded;
    private final int audible;

    /** @param samples cut, or followed by silence, to the length of the frames */
    Window(float[] samples, int frames) {
        int length = frames * LogMel.HOP;
        int used = Math.min(samples.length, length);
        int margin = LENGTH / 2;
        padded = new float[length + LENGTH];
        System.arraycopy(samples, 0, padded, margin, used);
        for (int i = 1; i <= margin && i < length; i++) {
            padded[margin - i] = padded[margin + i];
            padded[margin + length - 1 + i] = padded[margin + length - 1 - i];
        }
        audible = used == length ? frames : Math.min(frames, (used + margin) / LogMel.HOP + 1);
    }

    /** Frames before those that hold nothing but the silence put after the samples. */
    int audible() {
        return audible;
    }

    /**
     * Writes a frame into a column. Frames after the last are silent.
     *
     * @param frame counted from 0
     */
    void write(int frame, double[][] into, int column) {
        int from = frame * LogMel.HOP;
        boolean silent = frame >= audible;
        for (int i = 0; i < LENGTH; i++) {
            into[i][column] = silent ? 0 : HANN[i] * padded[from + i];
        }
    }
}
