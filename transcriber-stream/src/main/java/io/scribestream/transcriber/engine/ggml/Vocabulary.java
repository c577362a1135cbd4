package io.scribestream.transcriber.engine.ggml;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The tokens that a model file spells out: text by the bytes of its UTF-8. The tokens that are no text come after them
 * and are not in the file. Immutable.
 */
public final class Vocabulary {

    private final byte[] bytes;
    private final int[] ends;

    /**
     * @param bytes of all tokens, one after the other; kept, not copied
     * @param ends where each token ends in them; kept, not copied
     */
    Vocabulary(byte[] bytes, int[] ends) {
        this.bytes = bytes;
        this.ends = ends;
    }

    /** A vocabulary of these tokens, in the order of their ids. */
    public static Vocabulary of(String... tokens) {
        int[] ends = new int[tokens.length];
        byte[] bytes = String.join("", tokens).getBytes(StandardCharsets.UTF_8);
        int end = 0;
        for (int i = 0; i < tokens.length; i++) {
            end += tokens[i].getBytes(StandardCharsets.UTF_8).length;
            ends[i] = end;
        }
        return new Vocabulary(bytes, ends);
    }

    /** One more than the last id that is spelled out. */
    public int size() {
        return ends.length;
    }

    /**
     * A piece of UTF-8 that may begin and end inside a character; empty for some tokens.
     *
     * @param id below {@link #size()}
     */
    public byte[] bytes(int id) {
        return Arrays.copyOfRange(bytes, start(id), ends[id]);
    }

    /** Whether a token stands for these bytes, without a copy. */
    public boolean spells(int id, byte[] text, int from, int to) {
        return Arrays.equals(bytes, start(id), ends[id], text, from, to);
    }

    private int start(int id) {
        return id == 0 ? 0 : ends[id - 1];
    }
}
