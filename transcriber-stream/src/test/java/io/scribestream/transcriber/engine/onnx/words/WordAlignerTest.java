package io.scribestream.transcriber.engine.onnx.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scribestream.transcriber.engine.Heard.HeardSegment;
import io.scribestream.transcriber.engine.Heard.HeardWord;
import io.scribestream.transcriber.engine.words.Span;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WordAlignerTest {

    private static final int FRAMES = 200;
    private static final int HEADS = 2;

    @Test
    void placesEachWordWhereTheModelLooked() {
        List<SampledToken> tokens = List.of(
                timestamp(0, 5), said(" And", 5, 25), said(" so", 25, 50), said(".", 50, 60), timestamp(60, 200));

        HeardSegment segment = only(new Line(new Span(0, 4), tokens));

        assertThat(segment.text()).isEqualTo("And so.");
        assertThat(segment.words()).extracting(HeardWord::text).containsExactly("And", "so.");
        assertThat(segment.words().get(0).start()).isCloseTo(0.1, within(0.1));
        assertThat(segment.words().get(1).start()).isCloseTo(0.5, within(0.1));
        assertThat(segment.words().get(1).end()).isCloseTo(1.2, within(0.1));
    }

    @Test
    void letsWordsLeaveTheTimestampsOfTheirLineByALittleOnly() {
        List<SampledToken> first = List.of(timestamp(0, 2), said(" one", 2, 90), timestamp(90, 110));
        List<SampledToken> second = List.of(timestamp(110, 112), said(" two", 112, 160), timestamp(160, 200));

        List<HeardSegment> segments = WordAligner.segments(
                List.of(new Line(new Span(0, 1), first), new Line(new Span(3.0, 9), second)), 4, List.of(), 0.1f);

        assertThat(segments).extracting(HeardSegment::end).first().isEqualTo(1.5);
        assertThat(segments).extracting(HeardSegment::start).last().isEqualTo(2.5);
        assertThat(segments).extracting(HeardSegment::noSpeechProbability).containsOnly(0.1f);
    }

    @Test
    void doesNotLetTheEndOfASentenceLastOverThePause() {
        List<SampledToken> tokens = List.of(
                timestamp(0, 3),
                said(" Yes", 3, 20),
                said(".", 20, 150),
                said(" No", 150, 167),
                said(".", 167, 170),
                timestamp(170, 200));

        HeardSegment segment = only(new Line(new Span(0, 4), tokens));

        assertThat(segment.words().get(0).end()).isLessThan(1.3);
        assertThat(segment.words().get(1).start()).isCloseTo(3.0, within(0.1));
    }

    @Test
    void givesAWordTheMeanProbabilityOfItsTokens() {
        List<SampledToken> tokens = List.of(said(" won", 0, 50, 0.5f), said("der", 50, 100, 0.9f), timestamp(100, 200));
        assertThat(only(new Line(new Span(0, 4), tokens)).words().get(0).probability())
                .isCloseTo(0.7f, within(1e-6f));
    }

    @Test
    void saysNothingOfLinesWithoutText() {
        assertThat(WordAligner.segments(List.of(), 4, List.of(), 0)).isEmpty();
        assertThat(WordAligner.segments(List.of(new Line(new Span(0, 4), List.of())), 4, List.of(), 0))
                .isEmpty();
        assertThat(WordAligner.segments(List.of(new Line(new Span(0, 4), List.of(timestamp(0, 9)))), 4, List.of(), 0))
                .isEmpty();
    }

    @Test
    void refusesTokensThatLookedAtDifferentSounds() {
        SampledToken shorter = new SampledToken(new byte[] {'a'}, 1, Attention.of(new float[10], 1));
        Line line = new Line(new Span(0, 4), List.of(said("b", 0, 9), shorter));
        assertThatThrownBy(() -> WordAligner.segments(List.of(line), 4, List.of(), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2x200, 1x10");
    }

    @Property(tries = 300)
    void keepsEveryWordInOrderInsideTheChunkWithSomeLength(
            @ForAll @IntRange(min = 1, max = 30) int count,
            @ForAll @IntRange(min = 1, max = 4) int lines,
            @ForAll long seed) {
        Random random = new Random(seed);
        double seconds = 3 + random.nextDouble();
        List<Line> written = new ArrayList<>();
        for (int line = 0; line < lines; line++) {
            List<SampledToken> tokens = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                tokens.add(new SampledToken(bytes(" w" + i), random.nextFloat(), noise(random)));
            }
            written.add(new Line(new Span(seconds * line / lines, seconds * (line + 1) / lines), tokens));
        }

        List<HeardSegment> segments = WordAligner.segments(written, seconds, List.of(), 0);

        double latest = 0;
        assertThat(segments).hasSize(lines);
        for (HeardSegment segment : segments) {
            assertThat(segment.words()).hasSize(count);
            for (HeardWord word : segment.words()) {
                assertThat(word.start()).isGreaterThanOrEqualTo(latest - 1e-9);
                assertThat(word.end()).isGreaterThan(word.start());
                latest = word.end();
            }
        }
        assertThat(latest).isLessThanOrEqualTo(seconds + 1e-9);
    }

    private static HeardSegment only(Line line) {
        List<HeardSegment> segments = WordAligner.segments(List.of(line), 4, List.of(), 0);
        assertThat(segments).hasSize(1);
        return segments.get(0);
    }

    private static SampledToken timestamp(int from, int until) {
        return new SampledToken(new byte[0], 1, looking(from, until));
    }

    private static SampledToken said(String text, int from, int until) {
        return said(text, from, until, 1);
    }

    private static SampledToken said(String text, int from, int until, float probability) {
        return new SampledToken(bytes(text), probability, looking(from, until));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Attention looking(int from, int until) {
        float[] weights = new float[HEADS * FRAMES];
        for (int i = 0; i < weights.length; i++) {
            int frame = i % FRAMES;
            weights[i] = frame >= from && frame < until ? 1f / (until - from) : 0;
        }
        return Attention.of(weights, HEADS);
    }

    private static Attention noise(Random random) {
        float[] weights = new float[HEADS * FRAMES];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = random.nextFloat() / FRAMES;
        }
        return Attention.of(weights, HEADS);
    }
}
