package io.scribestream.merger.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.merger.Said;
import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

/** Two chunks hear the same recording, cut anywhere; what comes out is what was said. */
class OverlapPropertyTest {

    private static final double LENGTH = 24;

    @Property(tries = 2000)
    void saysEveryWordOnceHoweverItsTimesAreHeard(
            @ForAll long seed,
            @ForAll @DoubleRange(min = 8, max = 14) double from,
            @ForAll @DoubleRange(min = 1, max = 2) double overlap) {
        Random random = new Random(seed);
        List<Word> said = script(random, 10_000, 0.1);

        assertThat(merged(said, from, from + overlap, random, 0.2)).isEqualTo(texts(said));
    }

    @Property(tries = 2000)
    void countsRepeatedWordsWhereTheirTimesAreHeardToHalfAWord(
            @ForAll long seed,
            @ForAll @DoubleRange(min = 8, max = 14) double from,
            @ForAll @DoubleRange(min = 1, max = 2) double overlap) {
        Random random = new Random(seed);
        List<Word> said = script(random, 2, 0.3);

        assertThat(merged(said, from, from + overlap, random, 0.06)).isEqualTo(texts(said));
    }

    private static List<String> merged(List<Word> said, double from, double to, Random random, double jitter) {
        List<Segment> left =
                heard(said.stream().filter(word -> middle(word) < to).toList(), random, jitter);
        List<Segment> right =
                heard(said.stream().filter(word -> middle(word) >= from).toList(), random, jitter);
        Overlap both = Overlap.of(left, right, from, to);
        return texts(Stream.concat(both.left().stream(), both.right().stream())
                .flatMap(segment -> segment.getWords().stream())
                .toList());
    }

    /** Words of different lengths, with a pause here and there. */
    private static List<Word> script(Random random, int vocabulary, double shortest) {
        List<Word> said = new ArrayList<>();
        double at = random.nextDouble();
        while (at < LENGTH) {
            double end = at + shortest + random.nextDouble() * 0.6;
            String text = vocabulary > 100 ? "w" + said.size() : "w" + random.nextInt(vocabulary);
            said.add(Said.word(text, at, end));
            at = end + (random.nextInt(5) == 0 ? random.nextDouble() * 1.5 : 0);
        }
        return said;
    }

    /** In segments of some words each, every word moved by less than the jitter, order kept. */
    private static List<Segment> heard(List<Word> words, Random random, double jitter) {
        List<Segment> segments = new ArrayList<>();
        List<Word> segment = new ArrayList<>();
        double last = 0;
        for (Word word : words) {
            double moved = (random.nextDouble() * 2 - 1) * jitter;
            double start = Math.max(last, word.getStart() + moved);
            segment.add(Said.word(word.getText(), start, Math.max(start, word.getEnd() + moved)));
            last = start;
            if (random.nextInt(6) == 0) {
                segments.add(Said.segment(List.copyOf(segment)));
                segment.clear();
            }
        }
        if (!segment.isEmpty()) {
            segments.add(Said.segment(segment));
        }
        return segments;
    }

    private static double middle(Word word) {
        return (word.getStart() + word.getEnd()) / 2;
    }

    private static List<String> texts(List<Word> words) {
        return words.stream().map(Word::getText).toList();
    }
}
