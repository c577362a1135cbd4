package io.scribestream.transcriber.engine.words;

/**
 * A token of text as the model wrote it.
 *
 * @param bytes a piece of UTF-8 that may begin and end inside a character
 * @param start in seconds from the chunk's start; rough, as is {@code end}
 * @param probability 0 to 1
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record Token(byte[] bytes, double start, double end, float probability) {}
