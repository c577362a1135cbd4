package io.scribestream.transcriber.engine.whispercpp;

/**
 * A piece of text of whole characters, mostly one token.
 *
 * @param start in seconds from the chunk's start; rough, as is {@code end}
 * @param probability 0 to 1
 */
record Piece(String text, double start, double end, float probability) {}
