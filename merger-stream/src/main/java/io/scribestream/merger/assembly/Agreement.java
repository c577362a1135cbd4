package io.scribestream.merger.assembly;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The words that two chunks both heard: of all ways to pair equal words in order, the one whose pairs lie closest in
 * time (Needleman and Wunsch, with no price for what stays alone).
 */
final class Agreement {

    /** The same word, heard twice, is placed at most this far apart, in seconds. */
    private static final double SAME_TIME = 0.6;

    /** Pairs further apart than this, in seconds, count next to nothing against a closer one. */
    private static final double CLOSE = 0.4;

    private static final double DISTANT = 0.01;

    /**
     * @param left place in the list of the left chunk
     * @param right place in the list of the right chunk
     */
    record Pair(int left, int right) {}

    /** In order; empty where they agree on nothing. */
    static List<Pair> of(List<Unit> left, List<Unit> right) {
        double[][] best = new double[left.size() + 1][right.size() + 1];
        for (int i = left.size() - 1; i >= 0; i--) {
            for (int j = right.size() - 1; j >= 0; j--) {
                double alone = Math.max(best[i + 1][j], best[i][j + 1]);
                double together = worth(left.get(i), right.get(j)) + best[i + 1][j + 1];
                best[i][j] = Math.max(alone, together);
            }
        }
        List<Pair> pairs = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < left.size() && j < right.size()) {
            double worth = worth(left.get(i), right.get(j));
            if (worth > 0 && best[i][j] == worth + best[i + 1][j + 1]) {
                pairs.add(new Pair(i++, j++));
            } else if (best[i][j] == best[i + 1][j]) {
                i++;
            } else {
                j++;
            }
        }
        return Collections.unmodifiableList(pairs);
    }

    private static double worth(Unit left, Unit right) {
        double apart = Math.abs(left.middle() - right.middle());
        if (apart > SAME_TIME || !left.text().equals(right.text())) {
            return 0;
        }
        return DISTANT + Math.max(0, 1 - apart / CLOSE);
    }

    private Agreement() {}
}
