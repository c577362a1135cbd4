package io.scribestream.transcriber.engine.words;

import io.scribestream.transcriber.engine.Heard.HeardWord;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the rough times of words plausible: inside their segment, one after the other, each with some length, and not
 * where it is quiet. The library lets a word begin where the one before it ended, so a word that begins in a pause
 * begins after it.
 */
final class WordTimes {

    /** In seconds: what a word lasts at least, where its segment has the room. */
    private static final double SHORTEST = 0.06;

    /**
     * In seconds: a word that has less than this before a pause begins after it. More for the first of a segment, which
     * begins where the segment before it ended.
     */
    private static final double TAIL = 0.06;

    private static final double TAIL_BEFORE_FIRST = 0.2;

    /** In seconds: a word is not moved over a longer pause. */
    private static final double LONGEST_MOVE = 2;

    private final Span span;
    private final List<Piece> words;
    private final double[] starts;
    private final double[] ends;

    private WordTimes(Span span, List<Piece> words) {
        this.span = span;
        this.words = words;
        this.starts = words.stream().mapToDouble(Piece::start).toArray();
        this.ends = words.stream().mapToDouble(Piece::end).toArray();
    }

    /** @param quiet in order */
    static List<HeardWord> within(Span span, List<Piece> words, List<Span> quiet) {
        WordTimes times = new WordTimes(
                span, words.stream().filter(word -> !word.text().isBlank()).toList());
        times.order();
        times.leave(quiet);
        times.order();
        times.giveLength();
        return times.words();
    }

    /** Into the segment, none before the one before it. */
    private void order() {
        double earliest = span.start();
        for (int i = 0; i < starts.length; i++) {
            starts[i] = Math.min(Math.max(starts[i], earliest), span.end());
            earliest = starts[i];
        }
        double latest = span.end();
        for (int i = starts.length - 1; i >= 0; i--) {
            ends[i] = Math.max(starts[i], Math.min(ends[i], latest));
            latest = starts[i];
        }
    }

    private void leave(List<Span> quiet) {
        for (int i = 0; i < starts.length; i++) {
            for (Span pause : quiet) {
                leave(i, pause);
            }
        }
    }

    private void leave(int i, Span pause) {
        double tail = i == 0 ? TAIL_BEFORE_FIRST : TAIL;
        boolean beginsInIt = starts[i] >= pause.start() - tail && starts[i] < pause.end() && ends[i] > pause.start();
        boolean reachesIt = starts[i] < pause.start() && ends[i] > pause.start();
        if (beginsInIt && pause.end() < span.end() && pause.end() - starts[i] <= LONGEST_MOVE) {
            starts[i] = pause.end();
            ends[i] = Math.max(ends[i], pause.end());
        } else if (reachesIt && !beginsInIt) {
            ends[i] = pause.start();
        }
    }

    /** Words too short share the time of those after them, or before them at the end, by the length of their text. */
    private void giveLength() {
        int i = 0;
        while (i < starts.length) {
            int last = i;
            while (last < starts.length - 1 && tooShort(i, last)) {
                last++;
            }
            int first = i;
            while (first > 0 && tooShort(first, last)) {
                first--;
            }
            if (last > i || first < i) {
                share(first, last);
            } else if (tooShort(i, i)) {
                starts[i] = span.start();
                ends[i] = span.end();
            }
            i = last + 1;
        }
    }

    private boolean tooShort(int first, int last) {
        return ends[last] - starts[first] < SHORTEST * (last - first + 1) - 1e-9;
    }

    private void share(int first, int last) {
        boolean all = first == 0 && tooShort(first, last);
        double from = all ? span.start() : starts[first];
        double until = all ? span.end() : ends[last];
        double letters = 0;
        for (int i = first; i <= last; i++) {
            letters += words.get(i).text().length();
        }
        double before = 0;
        for (int i = first; i <= last; i++) {
            starts[i] = from + (until - from) * before / letters;
            before += words.get(i).text().length();
            ends[i] = from + (until - from) * before / letters;
        }
    }

    private List<HeardWord> words() {
        List<HeardWord> timed = new ArrayList<>(starts.length);
        for (int i = 0; i < starts.length; i++) {
            Piece word = words.get(i);
            timed.add(new HeardWord(word.text().strip(), starts[i], ends[i], word.probability()));
        }
        return timed;
    }
}
