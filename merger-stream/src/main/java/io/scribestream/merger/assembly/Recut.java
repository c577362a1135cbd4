package io.scribestream.merger.assembly;

import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.Word;
import java.util.ArrayList;
import java.util.List;

/** Cuts segments by their words, or moves their times into a range. The segments given stay as they are. */
final class Recut {

    /**
     * Keeps the trusted units numbered {@code from} to {@code to - 1}, as {@link Unit#of} counts them, and all
     * suppressed segments.
     */
    static List<Segment> units(List<Segment> segments, int from, int to) {
        List<Segment> kept = new ArrayList<>();
        int unit = 0;
        for (Segment segment : segments) {
            if (!segment.getSuppressed().isEmpty()) {
                kept.add(segment);
                continue;
            }
            int units = Math.max(1, segment.getWords().size());
            int first = Math.max(from, unit) - unit;
            int last = Math.min(to, unit + units) - unit;
            if (first == 0 && last == units) {
                kept.add(segment);
            } else if (first < last) {
                kept.add(words(segment, first, last));
            }
            unit += units;
        }
        return kept;
    }

    /** The segment with starts that never go back and no time outside of the range, in seconds. */
    static Segment clip(Segment segment, double from, double to) {
        double start = within(segment.getStart(), from, to);
        List<Word> words = new ArrayList<>(segment.getWords().size());
        double last = start;
        for (Word word : segment.getWords()) {
            last = within(word.getStart(), last, to);
            words.add(new Word(word.getText(), last, within(word.getEnd(), last, to), word.getProbability()));
        }
        return copy(segment, start, within(segment.getEnd(), last, to), segment.getText(), words);
    }

    static Segment withoutWords(Segment segment) {
        return copy(segment, segment.getStart(), segment.getEnd(), segment.getText(), List.of());
    }

    private static Segment words(Segment segment, int from, int to) {
        List<Word> words = segment.getWords();
        return copy(
                segment,
                from == 0 ? segment.getStart() : words.get(from).getStart(),
                to == words.size() ? segment.getEnd() : words.get(to - 1).getEnd(),
                text(segment, from, to),
                List.copyOf(words.subList(from, to)));
    }

    /** As the segment spells it: not every language puts spaces between words. */
    private static String text(Segment segment, int from, int to) {
        String text = segment.getText();
        int begin = 0;
        int end = 0;
        for (int i = 0; i < to; i++) {
            String word = segment.getWords().get(i).getText();
            int at = text.indexOf(word, end);
            if (at < 0) {
                return String.join(
                        " ",
                        segment.getWords().subList(from, to).stream()
                                .map(Word::getText)
                                .toList());
            }
            begin = i == from ? at : begin;
            end = at + word.length();
        }
        return text.substring(begin, end);
    }

    private static Segment copy(Segment segment, double start, double end, String text, List<Word> words) {
        return new Segment(
                start,
                end,
                text,
                words,
                segment.getProbability(),
                segment.getNoSpeechProbability(),
                segment.getLanguage(),
                segment.getSuppressed());
    }

    private static double within(double seconds, double from, double to) {
        return Math.max(from, Math.min(to, seconds));
    }

    private Recut() {}
}
