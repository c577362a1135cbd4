package io.scribestream.transcriber.engine.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scribestream.transcriber.engine.Heard.HeardWord;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

class WordTimesTest {

    private static final Span SEGMENT = new Span(1, 9);

    @Example
    void leavesGoodTimesAlone() {
        List<HeardWord> words =
                WordTimes.within(SEGMENT, List.of(word(" ask", 3, 3.4), word(" not", 3.5, 4)), List.of());

        assertThat(words).containsExactly(new HeardWord("ask", 3, 3.4, 1f), new HeardWord("not", 3.5, 4, 1f));
    }

    @Example
    void beginsAWordAfterThePauseItWasPutInto() {
        List<HeardWord> words = WordTimes.within(
                SEGMENT,
                List.of(word(" you,", 6, 7.1), word(" ask", 7.1, 7.4), word(" what", 8.3, 8.6)),
                List.of(new Span(7, 8)));

        assertThat(words.get(0).end()).isEqualTo(7);
        assertThat(words.get(1).start()).isEqualTo(8);
        assertThat(words.get(2).start()).isGreaterThanOrEqualTo(words.get(1).end());
    }

    @Example
    void endsAWordBeforeThePauseItReachesInto() {
        List<HeardWord> words = WordTimes.within(
                SEGMENT, List.of(word(" Americans", 2, 5), word(" ask", 5, 5.5)), List.of(new Span(3, 4.8)));

        assertThat(words.get(0).end()).isEqualTo(3);
        assertThat(words.get(1).start()).isEqualTo(5);
    }

    @Example
    void sharesTimeByLettersWhereTheLibraryGaveNone() {
        List<HeardWord> words = WordTimes.within(
                new Span(0, 1), List.of(word("abcd", 1, 1), word("ef", 1, 1), word("gh", 1, 1)), List.of());

        assertThat(words).extracting(HeardWord::start).containsExactly(0.0, 0.5, 0.75);
        assertThat(words.get(2).end()).isEqualTo(1, within(1e-9));
    }

    @Property
    void keepsAllWordsInOrderInsideTheirSegmentWithSomeLength(
            @ForAll @Size(min = 1, max = 40) List<@DoubleRange(min = -5, max = 40) Double> times,
            @ForAll @Size(max = 6) List<@DoubleRange(min = 0, max = 30) Double> pauses) {
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i + 1 < times.size(); i += 2) {
            pieces.add(word(" w" + i, times.get(i), times.get(i + 1)));
        }
        List<Span> quiet =
                pauses.stream().sorted().map(at -> new Span(at, at + 0.5)).toList();

        List<HeardWord> words = WordTimes.within(SEGMENT, pieces, quiet);

        assertThat(words)
                .extracting(HeardWord::text)
                .containsExactlyElementsOf(
                        pieces.stream().map(piece -> piece.text().strip()).toList());
        double before = SEGMENT.start();
        for (HeardWord word : words) {
            assertThat(word.start()).isGreaterThanOrEqualTo(before - 1e-9);
            assertThat(word.end()).isGreaterThan(word.start());
            before = word.end();
        }
        assertThat(before).isLessThanOrEqualTo(SEGMENT.end() + 1e-9);
    }

    private static Piece word(String text, double start, double end) {
        return new Piece(text, start, end, 1f);
    }
}
