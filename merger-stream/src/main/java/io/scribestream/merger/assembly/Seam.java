package io.scribestream.merger.assembly;

import io.scribestream.merger.assembly.Agreement.Pair;
import java.util.List;

/**
 * Where the words of one chunk end and those of the next begin, when both heard the same stretch of a recording. Every
 * word belongs to one of them; a word that both heard appears once.
 *
 * @param left how many units of the left chunk stay, from its start
 * @param right how many units of the right chunk go, from its start
 */
record Seam(int left, int right) {

    /** Times that two chunks give the same word differ; words this close to an overlap, in seconds, may be in it. */
    private static final double SLACK = 0.3;

    /** Words whose middles lie this far apart, in seconds, are two words, whatever was understood. */
    private static final double TWO_WORDS = 0.4;

    /**
     * Where both agree on words, the switch is behind one of those, at the widest pause. Where they agree on nothing, a
     * word belongs to the chunk on whose side of the widest pause its middle lies. Ties go left.
     *
     * @param from start of the overlap in seconds of the source
     * @param to its end
     */
    static Seam between(List<Unit> left, List<Unit> right, double from, double to) {
        int first = left.size();
        while (first > 0 && left.get(first - 1).middle() >= from - SLACK) {
            first--;
        }
        int behind = 0;
        while (behind < right.size() && right.get(behind).middle() <= to + SLACK) {
            behind++;
        }
        List<Unit> tail = left.subList(first, left.size());
        List<Unit> head = right.subList(0, behind);
        if (tail.isEmpty() || head.isEmpty()) {
            return new Seam(left.size(), 0);
        }
        List<Pair> pairs = Agreement.of(tail, head);
        if (!pairs.isEmpty()) {
            Pair pair = atWidestPause(pairs, tail, head, to);
            return new Seam(first + pair.left() + 1, pair.right() + 1);
        }
        if (head.get(0).middle() - tail.get(tail.size() - 1).middle() >= TWO_WORDS) {
            return new Seam(left.size(), 0);
        }
        double at = Pauses.widest(tail, head, from, to);
        return new Seam(first + before(tail, at), before(head, at));
    }

    private static Pair atWidestPause(List<Pair> pairs, List<Unit> tail, List<Unit> head, double to) {
        Pair best = pairs.get(0);
        double widest = Double.NEGATIVE_INFINITY;
        for (Pair pair : pairs) {
            double pause = Math.min(pauseAfter(tail, pair.left(), to), pauseAfter(head, pair.right(), to));
            if (pause > widest) {
                best = pair;
                widest = pause;
            }
        }
        return best;
    }

    private static double pauseAfter(List<Unit> units, int at, double to) {
        double next = at + 1 < units.size() ? units.get(at + 1).start() : to;
        return next - units.get(at).end();
    }

    private static int before(List<Unit> units, double at) {
        int count = 0;
        while (count < units.size() && units.get(count).middle() <= at) {
            count++;
        }
        return count;
    }
}
