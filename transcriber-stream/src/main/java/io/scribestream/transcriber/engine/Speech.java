package io.scribestream.transcriber.engine;

import java.util.Arrays;

/**
 * What is to be heard, and how.
 *
 * @param samples mono 16 kHz, -1 to 1, at most 30 s; not kept, not changed
 * @param language Whisper's code, or {@code auto}
 * @param prompt words that set style and spelling; empty for none
 * @param translate whether the text comes out in English
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record Speech(float[] samples, String language, String prompt, boolean translate) {

    public static final String AUTO = "auto";
    public static final int SAMPLE_RATE = 16_000;

    /** Louder than that is the rounding of 16 bits. */
    private static final float SILENT = 1e-4f;

    public double seconds() {
        return (double) samples.length / SAMPLE_RATE;
    }

    /**
     * A stretch of it in a language that is known by now.
     *
     * @param from seconds
     * @param to seconds; what is behind the end counts as the end
     */
    public Speech part(double from, double to, String spoken) {
        int last = Math.min((int) Math.round(to * SAMPLE_RATE), samples.length);
        int first = Math.min((int) Math.round(from * SAMPLE_RATE), last);
        return new Speech(Arrays.copyOfRange(samples, first, last), spoken, prompt, translate);
    }

    /** Nothing but silence: models write words into it. */
    public boolean isSilent() {
        for (float sample : samples) {
            if (Math.abs(sample) > SILENT) {
                return false;
            }
        }
        return true;
    }
}
