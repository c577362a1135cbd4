package io.scribestream.transcriber.engine;

import java.util.function.BooleanSupplier;

/**
 * Turns speech into words. Thread-safe and blocking: each caller hands in one chunk and waits for what was heard; how
 * many are really heard at once is {@link #lanes()}, and further callers wait their turn.
 */
public interface Engine extends AutoCloseable {

    /**
     * Hears one chunk.
     *
     * @param abort asked every now and then, also from other threads; once it says true the call ends as soon as the
     *     engine can
     * @throws AbortedException after {@code abort} said true
     * @throws io.scribestream.runtime.RejectedException if this can never be heard, however often it is tried
     * @throws io.scribestream.runtime.UnavailableException if the engine failed; worth another try
     */
    Heard hear(Speech speech, Effort effort, BooleanSupplier abort);

    /** How many chunks it hears at once. */
    int lanes();

    /** Name and version: {@code whisper.cpp 1.7.1}. */
    String name();

    /** The model and the first 12 digits of its SHA-256: {@code ggml-base-q8_0 364167dabed3}. */
    String model();

    @Override
    void close();
}
