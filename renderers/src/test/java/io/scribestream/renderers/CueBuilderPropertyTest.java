package io.scribestream.renderers;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple3;

class CueBuilderPropertyTest {

    @Property(tries = 400)
    void everyCueKeepsTheRulesAndEveryWordIsThereInOrder(@ForAll("segments") List<Segment> segments) {
        long duration = segments.isEmpty()
                ? 0
                : Times.millis(segments.get(segments.size() - 1).getEnd());

        List<Cue> cues = CueBuilder.cues(segments, duration);

        for (int i = 0; i < cues.size(); i++) {
            Cue cue = cues.get(i);
            assertThat(cue.lines()).hasSizeBetween(1, 2).allSatisfy(line -> {
                assertThat(line).isNotBlank();
                assertThat(Columns.of(line)).isLessThanOrEqualTo(42);
            });
            assertThat(cue.end() - cue.start()).isBetween(1L, 7_000L);
            if (i + 1 < cues.size()) {
                long next = cues.get(i + 1).start();
                assertThat(next).isGreaterThanOrEqualTo(cue.end());
                assertThat(cue.end() - cue.start() >= 1000 || cue.end() == next)
                        .as("1 s where the next leaves room")
                        .isTrue();
            }
        }
        assertThat(solid(cues.stream().flatMap(cue -> cue.lines().stream()).collect(Collectors.joining())))
                .isEqualTo(solid(segments.stream().map(Segment::getText).collect(Collectors.joining())));
    }

    private static String solid(String text) {
        return text.replaceAll("\\s+", "");
    }

    /** Words of any kind, some overlapping by a little, some far apart, some that take no time or very long. */
    @Provide
    Arbitrary<List<Segment>> segments() {
        Arbitrary<String> text = Arbitraries.oneOf(
                Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(14),
                Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(8).map(word -> word + "."),
                Arbitraries.strings()
                        .withCharRange('\u4e00', '\u4eff')
                        .ofMinLength(1)
                        .ofMaxLength(30),
                Arbitraries.strings().alpha().ofMinLength(43).ofMaxLength(120),
                Arbitraries.of(",", "e\u0301", "\uD83D\uDC4D", "--", "<i>", "well-known"));
        Arbitrary<Double> pause = Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.just(0.0)),
                Tuple.of(3, Arbitraries.doubles().between(-0.1, 0.5)),
                Tuple.of(1, Arbitraries.doubles().between(0, 5)));
        Arbitrary<Double> length = Arbitraries.frequencyOf(
                Tuple.of(10, Arbitraries.doubles().between(0, 0.6)),
                Tuple.of(1, Arbitraries.doubles().between(0, 12)));
        Arbitrary<List<Tuple3<String, Double, Double>>> segment = Combinators.combine(text, pause, length)
                .as(Tuple::of)
                .list()
                .ofMinSize(1)
                .ofMaxSize(20);
        return segment.list().ofMaxSize(8).map(CueBuilderPropertyTest::spoken);
    }

    private static List<Segment> spoken(List<List<Tuple3<String, Double, Double>>> said) {
        List<Segment> segments = new ArrayList<>();
        double at = 0;
        for (List<Tuple3<String, Double, Double>> segment : said) {
            List<Word> words = new ArrayList<>();
            for (Tuple3<String, Double, Double> word : segment) {
                double start = Math.max(0, at + word.get2());
                at = start + word.get3();
                words.add(new Word(word.get1(), start, at, 0.5f));
            }
            segments.add(Segment.newBuilder()
                    .setStart(words.get(0).getStart())
                    .setEnd(at)
                    .setText(words.stream().map(Word::getText).collect(Collectors.joining(" ")))
                    .setWords(words)
                    .build());
        }
        return segments;
    }
}
