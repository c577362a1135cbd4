package io.scribestream.testkit;

/** A word heard, in seconds of the source. */
public record TimedWord(String text, double start, double end) {

    public double middle() {
        return (start + end) / 2;
    }
}
