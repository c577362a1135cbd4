package io.scribestream.transcriber.engine;

/** The caller asked the engine to stop, and it did. */
public final class AbortedException extends RuntimeException {

    public AbortedException() {
        super("aborted by its caller");
    }
}
