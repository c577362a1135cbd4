package io.scribestream.transcriber.engine.onnx.decode;

import io.scribestream.transcriber.engine.Effort;
import io.scribestream.transcriber.engine.words.Span;
import java.util.List;

/**
 * A chunk to be decoded.
 *
 * @param mel log-mel features, row-major {@code [mel bands][frames]}
 * @param frames of 10 ms each
 * @param seconds of sound in the chunk, without padding
 * @param quiet where nobody speaks, in order, in seconds
 * @param language its place among the model's languages; {@link #ANY} to find out
 * @param translate whether the text comes out in English
 * @param prompt tokens of words that set style and spelling; empty for none
 * @param beam texts that are followed side by side where no more effort is asked for
 * @param seed of what is drawn: the same for the same sound
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record Task(
        float[] mel,
        int frames,
        double seconds,
        List<Span> quiet,
        int language,
        boolean translate,
        int[] prompt,
        Effort effort,
        int beam,
        long seed) {

    public Task {
        quiet = List.copyOf(quiet);
    }

    /** The language is not known. */
    public static final int ANY = -1;

    /** In seconds: what somebody says and waits for, rather than a part of a recording. */
    private static final double SHORT = 5;

    /** Whether it is over so soon that it need not wait for others. */
    boolean isShort() {
        return seconds <= SHORT;
    }
}
