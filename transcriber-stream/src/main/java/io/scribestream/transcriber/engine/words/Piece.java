package io.scribestream.transcriber.engine.words;

/**
 * A piece of text of whole characters, mostly one token.
 *
 * @param start in seconds from the chunk's start; rough, as is {@code end}
 * @param probability 0 to 1
 */
public record Piece(String text, double start, double end, float probability) {}
