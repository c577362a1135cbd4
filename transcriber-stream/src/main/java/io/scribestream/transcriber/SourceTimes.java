package io.scribestream.transcriber;

import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.Word;
import io.scribestream.transcriber.SpanWords.Said;
import io.scribestream.transcriber.engine.Heard;
import io.scribestream.transcriber.engine.Heard.HeardSegment;
import io.scribestream.transcriber.engine.Heard.HeardWord;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns what was heard in a chunk into segments with the times of the source. Each word
 * belongs to one span; a segment that goes over a pause which the chunk left out is parted there. Starts never go back,
 * words do not overlap, and no word leaves its span.
 */
final class SourceTimes {

    /** A pause of the source, in seconds, that no segment goes over. */
    static final double LONGEST_PAUSE = 1.0;

    /** How long before its first word, in seconds, a segment may start. */
    private static final double LONGEST_LEAD = 0.7;

    /** A word in its place in the source. */
    private record Placed(HeardWord heard, int span, boolean opens, double start, double end) {

        Placed endingAt(double time) {
            return new Placed(heard, span, opens, start, Math.min(end, time));
        }

        Word word() {
            return new Word(heard.text(), start, end, heard.probability());
        }
    }

    /** @param suppressed for each segment heard, why it is not trusted; empty where it is */
    static List<Segment> segments(SourceMap map, Heard heard, List<String> suppressed) {
        List<Placed> placed = place(map, heard);
        List<Segment> segments = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < heard.segments().size(); i++) {
            HeardSegment segment = heard.segments().get(i);
            int to = from + words(segment).size();
            segments.addAll(part(map, heard.language(), segment, placed.subList(from, to), suppressed.get(i)));
            from = to;
        }
        return segments;
    }

    private static List<Placed> place(SourceMap map, Heard heard) {
        List<Said> said = new ArrayList<>();
        for (HeardSegment segment : heard.segments()) {
            List<HeardWord> words = words(segment);
            words.forEach(word -> said.add(new Said(word, word == words.get(0))));
        }
        int[] firsts = SpanWords.firsts(map, said);
        List<Placed> placed = new ArrayList<>();
        for (int span = 0; span < firsts.length; span++) {
            int to = span + 1 < firsts.length ? firsts[span + 1] : said.size();
            List<HeardWord> own =
                    said.subList(firsts[span], to).stream().map(Said::word).toList();
            add(placed, map, span, SpanWords.within(map.start(span), map.end(span), own));
        }
        return placed;
    }

    private static void add(List<Placed> placed, SourceMap map, int span, List<HeardWord> words) {
        double earliest = map.toSource(span, map.start(span));
        for (HeardWord word : words) {
            earliest = Math.max(earliest, map.toSource(span, word.start()));
            if (!placed.isEmpty()) {
                int last = placed.size() - 1;
                placed.set(last, placed.get(last).endingAt(earliest));
            }
            placed.add(new Placed(
                    word, span, word == words.get(0), earliest, Math.max(earliest, map.toSource(span, word.end()))));
        }
    }

    /** Its words; a segment whose words the engine cannot tell is one word here. */
    private static List<HeardWord> words(HeardSegment segment) {
        return segment.words().isEmpty()
                ? List.of(new HeardWord(segment.text(), segment.start(), segment.end(), segment.probability()))
                : segment.words();
    }

    private static List<Segment> part(
            SourceMap map, String language, HeardSegment heard, List<Placed> words, String suppressed) {
        int[] offsets = offsets(heard.text(), words);
        List<Segment> parts = new ArrayList<>();
        int from = 0;
        for (int to = 1; to <= words.size(); to++) {
            boolean last = to == words.size();
            if (last || map.leftOut(words.get(to - 1).span(), words.get(to).span()) > LONGEST_PAUSE) {
                String text = heard.text()
                        .substring(
                                from == 0 ? 0 : offsets[from],
                                last ? heard.text().length() : offsets[to])
                        .strip();
                List<Word> own =
                        words.subList(from, to).stream().map(Placed::word).toList();
                parts.add(new Segment(
                        start(map, words.get(from)),
                        words.get(to - 1).end(),
                        text,
                        heard.words().isEmpty() ? List.of() : own,
                        heard.probability(),
                        heard.noSpeechProbability(),
                        language,
                        suppressed));
                from = to;
            }
        }
        return parts;
    }

    /**
     * A segment that opens a span starts with it: the detector hears a voice begin more surely than the engine says when
     * its first word was.
     */
    private static double start(SourceMap map, Placed first) {
        return first.opens()
                ? Math.max(map.toSource(first.span(), map.start(first.span())), first.start() - LONGEST_LEAD)
                : first.start();
    }

    /** Where each word starts in the text, which alone knows whether there are spaces between words. */
    private static int[] offsets(String text, List<Placed> words) {
        int[] offsets = new int[words.size()];
        int cursor = 0;
        for (int i = 0; i < offsets.length; i++) {
            String word = words.get(i).heard().text();
            int found = text.indexOf(word, cursor);
            offsets[i] = found < 0 ? cursor : found;
            cursor = found < 0 ? cursor : found + word.length();
        }
        return offsets;
    }

    private SourceTimes() {}
}
