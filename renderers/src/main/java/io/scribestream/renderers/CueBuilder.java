package io.scribestream.renderers;

import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.Transcript;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts text into subtitles: at most two lines of 42 columns, at most 7 s, at least 1 s where the next one leaves room,
 * never two at once. Among all ways to cut it takes the cheapest: few cues, which end with sentences, clauses or pauses
 * and do not run across them.
 */
final class CueBuilder {

    static final long MAX_MILLIS = 7_000;
    static final long MIN_MILLIS = 1_000;

    /** A pause that always ends a cue: text that stays on the screen through it looks like a mistake. */
    private static final long LONG_PAUSE = 2_000;

    /** A pause that people do not notice inside a sentence. */
    private static final long SHORT_PAUSE = 700;

    /** More pieces than two lines have columns are never in one cue. */
    private static final int MOST_PIECES = 2 * Lines.COLUMNS;

    /** The search is for the best cut of this many pieces at a time, which bounds its memory. */
    private static final int BLOCK = 500;

    static List<Cue> cues(Transcript transcript) {
        return cues(Trusted.segments(transcript), Times.millis(transcript.getDurationSeconds()));
    }

    /**
     * @param duration of the source in milliseconds: no cue is prolonged beyond it
     */
    static List<Cue> cues(List<Segment> segments, long duration) {
        List<Piece> pieces = Pieces.of(segments, Lines.COLUMNS);
        List<List<Piece>> texts = new ArrayList<>();
        int from = 0;
        for (int to = 1; to <= pieces.size(); to++) {
            if (to == pieces.size() || endsBlock(pieces.get(to - 1), pieces.get(to), to - from)) {
                texts.addAll(cheapest(pieces.subList(from, to)));
                from = to;
            }
        }
        return timed(texts, duration);
    }

    private static boolean endsBlock(Piece last, Piece next, int length) {
        return next.start() - last.end() >= LONG_PAUSE
                || (length >= BLOCK && Punctuation.endsSentence(last.text()))
                || length >= 2 * BLOCK;
    }

    /** The cheapest way to cut a block, by dynamic programming over where its cues end. */
    private static List<List<Piece>> cheapest(List<Piece> block) {
        int n = block.size();
        double[] cost = new double[n + 1];
        int[] cutBefore = new int[n + 1];
        Arrays.fill(cost, Double.POSITIVE_INFINITY);
        cost[0] = 0;
        for (int from = 0; from < n; from++) {
            double inside = 0;
            for (int to = from + 1; to <= Math.min(n, from + MOST_PIECES); to++) {
                if (to - from > 1) {
                    inside += costInside(block.get(to - 2), block.get(to - 1));
                }
                List<Piece> cue = block.subList(from, to);
                if (to - from > 1 && !allowed(cue)) {
                    break;
                }
                double all = cost[from] + 1 + inside + costOfEnd(block, from, to);
                if (all < cost[to]) {
                    cost[to] = all;
                    cutBefore[to] = from;
                }
            }
        }
        List<List<Piece>> cues = new ArrayList<>();
        for (int to = n; to > 0; to = cutBefore[to]) {
            cues.add(0, block.subList(cutBefore[to], to));
        }
        return cues;
    }

    private static boolean allowed(List<Piece> cue) {
        return cue.get(cue.size() - 1).end() - cue.get(0).start() <= MAX_MILLIS && Lines.fit(cue);
    }

    private static double costInside(Piece last, Piece next) {
        double pause = Math.max(0, next.start() - last.end() - SHORT_PAUSE) / 500.0;
        return pause + (Punctuation.endsSentence(last.text()) ? 0.4 : 0);
    }

    private static double costOfEnd(List<Piece> block, int from, int to) {
        if (to == block.size()) {
            return 0;
        }
        Piece last = block.get(to - 1);
        Piece next = block.get(to);
        double words = Punctuation.endsSentence(last.text()) ? 0 : Punctuation.endsClause(last.text()) ? 0.6 : 1.5;
        double pause = Math.min(words, (next.start() - last.end()) / 700.0);
        double torn = next.spaced() ? 0 : 0.3;
        double hurried = next.start() - block.get(from).start() < MIN_MILLIS ? 2 : 0;
        return words - pause + torn + hurried;
    }

    private static List<Cue> timed(List<List<Piece>> texts, long duration) {
        List<Cue> cues = new ArrayList<>(texts.size());
        long free = 0;
        for (int i = 0; i < texts.size(); i++) {
            List<Piece> text = texts.get(i);
            long start = Math.max(free, text.get(0).start());
            long said = text.get(text.size() - 1).end();
            long room = i + 1 < texts.size() ? texts.get(i + 1).get(0).start() : Math.max(duration, said);
            long end = Math.min(room, Math.max(said, start + MIN_MILLIS));
            // players drop a cue without length
            end = Math.max(start + 1, Math.min(end, start + MAX_MILLIS));
            cues.add(new Cue(start, end, Lines.of(text)));
            free = end;
        }
        return cues;
    }

    private CueBuilder() {}
}
