package io.scribestream.transcriber.engine.words;

/** From, to, in seconds from the chunk's start. */
public record Span(double start, double end) {

    /** Cut to what was heard at all; never negative in length. */
    public Span within(double seconds) {
        double from = Math.max(0, Math.min(start, seconds));
        return new Span(from, Math.max(from, Math.min(end, seconds)));
    }
}
