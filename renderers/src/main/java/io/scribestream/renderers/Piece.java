package io.scribestream.renderers;

/**
 * The smallest stretch of text that a cue or a line may end with: a word, or a character where words are not written
 * apart.
 *
 * @param text without whitespace, not empty, no wider than a line
 * @param columns its width
 * @param spaced whether a space stands before it
 * @param start in milliseconds of the source
 * @param end in milliseconds; not before {@code start}, not behind the start of the next piece
 */
record Piece(String text, int columns, boolean spaced, long start, long end) {

    Piece(String text, boolean spaced, long start, long end) {
        this(text, Columns.of(text), spaced, start, end);
    }

    Piece at(long newStart, long newEnd) {
        return new Piece(text, columns, spaced, newStart, newEnd);
    }

    /** Columns it adds to a line that has begun. */
    int added() {
        return columns + (spaced ? 1 : 0);
    }
}
