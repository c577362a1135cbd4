package io.scribestream.transcriber.engine.onnx.text;

import java.util.Arrays;

/**
 * Byte-pair encoding: beginning with single bytes, the two neighbours that make the token of the lowest rank become one,
 * until no two neighbours make a token. Ranks are ids: the vocabulary was learnt in that order.
 */
final class PairMerging {

    private final Spellings spellings;

    PairMerging(Spellings spellings) {
        this.spellings = spellings;
    }

    /** @param bytes each of which is a token */
    int[] merge(byte[] bytes) {
        int parts = bytes.length;
        int[] starts = new int[parts + 1];
        Arrays.setAll(starts, i -> i);
        int[] ranks = new int[parts];
        for (int i = 0; i < parts; i++) {
            ranks[i] = pair(bytes, starts, parts, i);
        }
        for (int best = lowest(ranks, parts); best >= 0; best = lowest(ranks, parts)) {
            System.arraycopy(starts, best + 2, starts, best + 1, parts - best - 1);
            System.arraycopy(ranks, best + 2, ranks, best + 1, parts - best - 2);
            parts--;
            ranks[best] = pair(bytes, starts, parts, best);
            if (best > 0) {
                ranks[best - 1] = pair(bytes, starts, parts, best - 1);
            }
        }
        int[] tokens = new int[parts];
        for (int i = 0; i < parts; i++) {
            tokens[i] = spellings.find(bytes, starts[i], starts[i + 1]);
        }
        return tokens;
    }

    /** The rank of a part and the one after it. */
    private int pair(byte[] bytes, int[] starts, int parts, int part) {
        return part + 1 < parts ? spellings.find(bytes, starts[part], starts[part + 2]) : Spellings.NONE;
    }

    /** The first pair of the lowest rank; -1 if none makes a token. */
    private static int lowest(int[] ranks, int parts) {
        int best = -1;
        int rank = Spellings.NONE;
        for (int i = 0; i < parts; i++) {
            if (ranks[i] < rank) {
                rank = ranks[i];
                best = i;
            }
        }
        return best;
    }
}
