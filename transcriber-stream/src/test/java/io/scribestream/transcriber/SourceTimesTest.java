package io.scribestream.transcriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.Span;
import io.scribestream.schemas.avro.Word;
import io.scribestream.transcriber.engine.Heard;
import io.scribestream.transcriber.engine.Heard.HeardSegment;
import io.scribestream.transcriber.engine.Heard.HeardWord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SourceTimesTest {

    /** Source 10-12 s and 20-23 s, joined by 0.2 s. */
    private final SourceMap map = new SourceMap(List.of(span(10, 0, 2), span(20, 2.2, 3)));

    @Test
    void movesTimesToTheSource() {
        List<Segment> segments = times(heard("two words", word("two", 0.5, 1.0), word("words", 1.0, 1.5)));

        assertThat(segments).hasSize(1);
        assertThat(segments.get(0).getStart()).as("where the span does").isEqualTo(10);
        assertThat(segments.get(0).getWords().get(0).getStart()).isEqualTo(10.5);
        assertThat(segments.get(0).getEnd()).isEqualTo(11.5);
        assertThat(segments.get(0).getText()).isEqualTo("two words");
    }

    @Test
    void partsASegmentThatGoesOverALeftOutPause() {
        List<Segment> segments = times(heard(
                "The end. A start, then.",
                word("The", 1.0, 1.3),
                word("end.", 1.3, 2.15),
                word("A", 2.1, 2.6),
                word("start,", 2.6, 3.0),
                word("then.", 3.0, 9.0)));

        assertThat(segments).extracting(Segment::getText).containsExactly("The end.", "A start, then.");
        assertThat(segments.get(0).getEnd()).isEqualTo(12);
        assertThat(segments.get(1).getStart()).isEqualTo(20);
        assertThat(segments.get(1).getEnd()).isEqualTo(23);
    }

    @Test
    void keepsASegmentWholeOverAShortPause() {
        SourceMap near = new SourceMap(List.of(span(10, 0, 2), span(12.9, 2.2, 3)));

        List<Segment> segments =
                SourceTimes.segments(near, heard("one two", word("one", 1, 2), word("two", 2.2, 2.6)), List.of(""));

        assertThat(segments).extracting(Segment::getText).containsExactly("one two");
    }

    @Test
    void partsTextWithoutSpacesWhereItsWordsAre() {
        assertThat(times(heard("你好世界", word("你好", 1, 1.5), word("世界", 2.5, 3))))
                .extracting(Segment::getText)
                .containsExactly("你好", "世界");
    }

    @Test
    void placesASegmentWithoutWordsInOneSpan() {
        List<Segment> segments = times(heard("mumbled"));

        assertThat(segments).hasSize(1);
        assertThat(segments.get(0).getWords()).isEmpty();
        assertThat(segments.get(0).getText()).isEqualTo("mumbled");
        assertThat(segments.get(0).getStart()).isEqualTo(20);
    }

    @Test
    void takesTheFirstWordsOfASentenceOverTheJoinWhereTheirTimesAreEarly() {
        List<Segment> segments = times(heard(
                "Was it? Will we ever forget?",
                word("Was", 0.5, 0.8),
                word("it?", 0.8, 1.2),
                word("Will", 1.2, 1.5),
                word("we", 1.5, 1.8),
                word("ever", 1.8, 2.6),
                word("forget?", 2.6, 3.2)));

        assertThat(segments).extracting(Segment::getText).containsExactly("Was it?", "Will we ever forget?");
        assertThat(segments.get(1).getStart()).isEqualTo(20);
        assertThat(segments.get(1).getWords().get(2).getEnd()).isLessThanOrEqualTo(20.4);
    }

    @Test
    void takesTheLastWordOfASentenceBackOverTheJoinWhereItsTimeIsLate() {
        List<Segment> segments = times(heard(
                "The end. Then it starts.",
                word("The", 1.0, 1.8),
                word("end.", 1.9, 2.5),
                word("Then", 2.5, 3.0),
                word("it", 3.0, 3.2),
                word("starts.", 3.2, 3.6)));

        assertThat(segments).extracting(Segment::getText).containsExactly("The end.", "Then it starts.");
        assertThat(segments.get(0).getEnd()).isEqualTo(12);
        assertThat(segments.get(1).getStart()).isEqualTo(20);
        assertThat(segments.get(1).getWords().get(0).getStart()).isEqualTo(20.3, within(1e-9));
    }

    @Test
    void startsASegmentWithItsSpanButNotLongBeforeItsFirstWord() {
        List<Segment> segments = times(heard("late", word("late", 1.5, 1.9)));

        assertThat(segments.get(0).getStart()).isEqualTo(10.8, within(1e-9));
    }

    /** A voice that pauses for a moment is two spans, of which the second begins where the first ends. */
    @Test
    void leavesAWordWhereItWasHeardWhereSpansTouch() {
        SourceMap touching = new SourceMap(List.of(span(10, 0, 1.4), span(11.4, 1.4, 3)));

        List<Segment> segments = SourceTimes.segments(
                touching,
                heard("However, due to it", word("However,", 0.3, 1.5), word("due", 1.5, 1.8), word("to it", 1.8, 2)),
                List.of(""));

        assertThat(segments).hasSize(1);
        assertThat(segments.get(0).getWords().get(0).getStart()).isCloseTo(10.3, within(1e-9));
        assertThat(segments.get(0).getWords().get(0).getEnd()).isCloseTo(11.5, within(1e-9));
    }

    @Test
    void knowsWhatAChunkLeftOut() {
        assertThat(map.join(1)).isCloseTo(2.1, within(1e-9));
        assertThat(map.toSource(0, 2.09)).isEqualTo(12);
        assertThat(map.toSource(1, 99)).isEqualTo(23);
        assertThat(map.leftOut(0, 1)).isCloseTo(8, within(1e-9));
    }

    @Property
    void keepsOrderAndSpansWhateverTheEngineSays(
            @ForAll("maps") SourceMap anyMap, @ForAll("chunks") List<List<HeardWord>> chunk) {
        Heard heard = new Heard(
                "en",
                1,
                chunk.stream()
                        .map(words -> new HeardSegment(
                                words.get(0).start(),
                                words.get(words.size() - 1).end(),
                                String.join(
                                        " ", words.stream().map(HeardWord::text).toList()),
                                words,
                                0.9f,
                                -1))
                        .toList());

        List<Segment> segments = SourceTimes.segments(
                anyMap, heard, heard.segments().stream().map(s -> "").toList());

        List<Word> words = segments.stream().flatMap(s -> s.getWords().stream()).toList();
        assertThat(words.stream().map(Word::getText))
                .containsExactlyElementsOf(chunk.stream()
                        .flatMap(List::stream)
                        .map(HeardWord::text)
                        .toList());
        double last = 0;
        for (Word word : words) {
            assertThat(word.getStart()).isGreaterThanOrEqualTo(last);
            assertThat(word.getEnd()).isGreaterThanOrEqualTo(word.getStart());
            assertThat(anyMap.spans()).anyMatch(span -> holds(span, word));
            last = word.getEnd();
        }
        for (Segment segment : segments) {
            assertThat(segment.getText())
                    .isEqualTo(String.join(
                            " ", segment.getWords().stream().map(Word::getText).toList()));
            for (int i = 1; i < segment.getWords().size(); i++) {
                assertThat(shortestLeftOut(
                                anyMap,
                                segment.getWords().get(i - 1),
                                segment.getWords().get(i)))
                        .isLessThanOrEqualTo(SourceTimes.LONGEST_PAUSE);
            }
        }
    }

    @Provide
    Arbitrary<SourceMap> maps() {
        Arbitrary<double[]> spans =
                Arbitraries.doubles().between(0, 5).array(double[].class).ofSize(3);
        return spans.list().ofMinSize(1).ofMaxSize(5).map(parts -> {
            List<Span> joined = new ArrayList<>();
            double source = 0;
            double chunk = 0;
            for (double[] part : parts) {
                source += part[0];
                joined.add(span(source, chunk, part[1] + 0.1));
                source += part[1] + 0.1;
                chunk += part[1] + 0.1 + part[2] / 20;
            }
            return new SourceMap(joined);
        });
    }

    @Provide
    Arbitrary<List<List<HeardWord>>> chunks() {
        Arbitrary<Double> times = Arbitraries.doubles().between(0, 31);
        return Combinators.combine(Arbitraries.of("one", "two,", "o", "two"), times, times)
                .as((text, a, b) -> new HeardWord(text, Math.min(a, b), Math.max(a, b), 0.5f))
                .list()
                .ofMinSize(1)
                .ofMaxSize(8)
                .list()
                .ofMaxSize(5);
    }

    /** What was left out between two words; a word on the edge of two spans may belong to either. */
    private static double shortestLeftOut(SourceMap map, Word before, Word after) {
        double shortest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < map.spans().size(); i++) {
            for (int j = i; j < map.spans().size(); j++) {
                if (holds(map.spans().get(i), before) && holds(map.spans().get(j), after)) {
                    shortest = Math.min(shortest, map.leftOut(i, j));
                }
            }
        }
        return shortest;
    }

    private static boolean holds(Span span, Word word) {
        double start = span.getSourceStart() / 16_000.0;
        double end = start + span.getLength() / 16_000.0;
        return word.getStart() >= start - 1e-9 && word.getEnd() <= end + 1e-9;
    }

    private List<Segment> times(Heard heard) {
        return SourceTimes.segments(map, heard, List.of(""));
    }

    private static Span span(double source, double chunk, double seconds) {
        return new Span(
                Math.round(source * 16_000), (int) Math.round(chunk * 16_000), (int) Math.round(seconds * 16_000));
    }

    private static Heard heard(String text, HeardWord... words) {
        double end = words.length == 0 ? 5 : words[words.length - 1].end();
        return new Heard("en", 1, List.of(new HeardSegment(1, end, text, Arrays.asList(words), 0.9f, -1)));
    }

    private static HeardWord word(String text, double start, double end) {
        return new HeardWord(text, start, end, 0.9f);
    }
}
