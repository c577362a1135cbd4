package io.scribestream.chunker.cut;

/**
 * Speech without a pause, in samples of the source, not padded.
 *
 * @param forcedStart whether it shares its start with the utterance before
 * @param forcedEnd whether speech goes on behind its end
 */
record Utterance(long start, long end, boolean forcedStart, boolean forcedEnd) {

    long length() {
        return end - start;
    }

    /** The same, as far as it lies before the end of the source, which may lie inside its last frame. */
    Utterance endingBy(long sourceEnd) {
        return new Utterance(start, Math.min(end, sourceEnd), forcedStart, forcedEnd);
    }
}
