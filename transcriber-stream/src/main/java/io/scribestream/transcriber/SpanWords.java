package io.scribestream.transcriber;

import io.scribestream.transcriber.engine.Heard.HeardWord;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides which span of a chunk each word was said in. Whisper's word times are good to about a second where speech
 * was joined: a sentence is often written down as beginning where the one before it ends, which is on the other side
 * of the join. So the words are parted near the join where a sentence begins, if there is such a place; else by time.
 */
final class SpanWords {

    /** How many seconds before a join a word may be placed that was said after it: early times are the rule. */
    private static final double REACH_FORWARD = 1.5;
    /** And how many seconds after a join one that was said before it: late times are rare. */
    private static final double REACH_BACK = 0.5;
    /** Seconds of displacement that the start of a sentence is worth. */
    private static final double SENTENCE = 1.5;
    /** The same for the start of a clause. */
    private static final double CLAUSE = 0.5;
    /** The same for a second of silence between two words. */
    private static final double GAP = 0.75;

    private static final String SENTENCE_ENDS = ".?!…。？！";
    private static final String CLAUSE_ENDS = ",;:，、；：";

    /**
     * A word as the engine placed it.
     *
     * @param first whether a segment begins with it
     */
    record Said(HeardWord word, boolean first) {
        double middle() {
            return (word.start() + word.end()) / 2;
        }
    }

    /** For each span the index of its first word: the words before it belong to earlier spans. */
    static int[] firsts(SourceMap map, List<Said> words) {
        int[] firsts = new int[map.spans().size()];
        for (int span = 1; span < firsts.length; span++) {
            firsts[span] = best(words, map.join(span), firsts[span - 1]);
        }
        return firsts;
    }

    private static int best(List<Said> words, double join, int earliest) {
        int byTime = earliest;
        while (byTime < words.size() && words.get(byTime).middle() <= join) {
            byTime++;
        }
        int best = byTime;
        double lowest = -worth(words, byTime);
        for (int i = byTime - 1; i >= earliest && join - words.get(i).middle() <= REACH_FORWARD; i--) {
            double cost = join - words.get(i).middle() - worth(words, i);
            if (cost < lowest) {
                lowest = cost;
                best = i;
            }
        }
        for (int i = byTime + 1; i <= words.size() && words.get(i - 1).middle() - join <= REACH_BACK; i++) {
            double cost = words.get(i - 1).middle() - join - worth(words, i);
            if (cost < lowest) {
                lowest = cost;
                best = i;
            }
        }
        return best;
    }

    /** How good a place it is to part the words, before the word with this index, in seconds of displacement. */
    private static double worth(List<Said> words, int index) {
        if (index == 0 || index == words.size() || words.get(index).first()) {
            return SENTENCE;
        }
        HeardWord before = words.get(index - 1).word();
        char last = before.text().isEmpty()
                ? ' '
                : before.text().charAt(before.text().length() - 1);
        if (SENTENCE_ENDS.indexOf(last) >= 0) {
            return SENTENCE;
        }
        double gap = Math.min(1, Math.max(0, words.get(index).word().start() - before.end()));
        return Math.max(CLAUSE_ENDS.indexOf(last) >= 0 ? CLAUSE : 0, gap * GAP);
    }

    /** The words of one span with times inside it, in seconds of the chunk: those taken over a join are moved along. */
    static List<HeardWord> within(double start, double end, List<HeardWord> words) {
        int late = 0;
        while (late < words.size() && middle(words.get(late)) < start) {
            late++;
        }
        int early = words.size();
        while (early > late && middle(words.get(early - 1)) > end) {
            early--;
        }
        List<HeardWord> moved = new ArrayList<>();
        double roomBefore = late < early ? Math.max(start, words.get(late).start()) : end;
        moved.addAll(fit(words.subList(0, late), start, roomBefore, true));
        moved.addAll(words.subList(late, early));
        double roomAfter = early > 0 ? Math.min(end, moved.get(early - 1).end()) : start;
        moved.addAll(fit(words.subList(early, words.size()), roomAfter, end, false));
        return moved;
    }

    /** Words in the same order and proportions, pressed into a stretch where they are longer, at its start or end. */
    private static List<HeardWord> fit(List<HeardWord> words, double from, double to, boolean atStart) {
        if (words.isEmpty()) {
            return List.of();
        }
        double first = words.get(0).start();
        double length = Math.max(0, words.get(words.size() - 1).end() - first);
        double room = Math.max(0, to - from);
        double scale = length > room ? room / length : 1;
        double at = atStart ? from : to - length * scale;
        return words.stream()
                .map(w -> new HeardWord(
                        w.text(), at + (w.start() - first) * scale, at + (w.end() - first) * scale, w.probability()))
                .toList();
    }

    private static double middle(HeardWord word) {
        return (word.start() + word.end()) / 2;
    }

    private SpanWords() {}
}
