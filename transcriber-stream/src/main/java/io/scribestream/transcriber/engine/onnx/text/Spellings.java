package io.scribestream.transcriber.engine.onnx.text;

import io.scribestream.transcriber.engine.ggml.Vocabulary;
import java.util.Arrays;

/**
 * Finds the token that stands for some bytes. A table of ids, hashed by what they spell: a map of 50,000 boxed entries
 * would take ten times its room. Immutable.
 */
final class Spellings {

    /** No token stands for these bytes. Larger than every id, as a rank it comes last. */
    static final int NONE = Integer.MAX_VALUE;

    private final Vocabulary vocabulary;
    private final int[] slots;

    /** @param count the first tokens of the vocabulary, which are text */
    Spellings(Vocabulary vocabulary, int count) {
        this.vocabulary = vocabulary;
        slots = new int[Integer.highestOneBit(Math.max(1, count)) << 2];
        Arrays.fill(slots, NONE);
        for (int id = 0; id < count; id++) {
            byte[] bytes = vocabulary.bytes(id);
            int slot = slot(bytes, 0, bytes.length);
            if (slots[slot] == NONE) {
                slots[slot] = id;
            }
        }
    }

    /** Its id, which is its rank too; or {@link #NONE}. */
    int find(byte[] bytes, int from, int to) {
        return slots[slot(bytes, from, to)];
    }

    /** The slot of the token with these bytes, or the free one where it would be. */
    private int slot(byte[] bytes, int from, int to) {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        int mask = slots.length - 1;
        int slot = (hash ^ (hash >>> 15)) & mask;
        while (slots[slot] != NONE && !vocabulary.spells(slots[slot], bytes, from, to)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
