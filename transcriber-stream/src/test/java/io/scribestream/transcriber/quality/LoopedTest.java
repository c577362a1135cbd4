package io.scribestream.transcriber.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.scribestream.transcriber.engine.Heard;
import io.scribestream.transcriber.engine.Heard.HeardSegment;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopedTest {

    private static final String SENTENCE = "the blind man counted his old coins";
    private static final String LOOP = "and then " + "and then ".repeat(12);

    @Test
    void reachesFromTheSegmentBeforeToTheOneBehind() {
        Attempt attempt = attempt(segment(1, 4, SENTENCE), segment(5, 8, LOOP), segment(9, 12, SENTENCE));

        assertThat(Looped.in(attempt, 14)).containsExactly(new Looped(1, 2, 4, 9));
    }

    @Test
    void reachesToTheEndsOfTheChunk() {
        assertThat(Looped.in(attempt(segment(1, 4, LOOP), segment(5, 8, SENTENCE)), 14))
                .containsExactly(new Looped(0, 1, 0, 5));
        assertThat(Looped.in(attempt(segment(1, 4, SENTENCE), segment(5, 8, LOOP)), 14))
                .containsExactly(new Looped(1, 2, 4, 14));
    }

    @Test
    void isNoneWhereAllOfTheChunkIsOne() {
        assertThat(Looped.in(attempt(segment(1, 4, LOOP)), 14)).isEmpty();
    }

    @Test
    void isNoneWhereThereIsNoTimeForWords() {
        assertThat(Looped.in(attempt(segment(1, 4, SENTENCE), segment(4, 4.5, LOOP), segment(4.9, 8, SENTENCE)), 14))
                .isEmpty();
    }

    @Test
    void isReplacedByWhatWasHeardThere() {
        Attempt attempt = attempt(segment(1, 4, SENTENCE), segment(5, 8, LOOP), segment(9, 12, "come quickly"));
        Looped loop = Looped.in(attempt, 14).get(0);

        Attempt replaced =
                loop.replaced(attempt, new Heard("en", 1, List.of(segment(0.5, 2, "when you"), segment(2, 3, "hear"))));

        assertThat(replaced.heard().segments())
                .extracting(HeardSegment::text, HeardSegment::start)
                .containsExactly(
                        tuple(SENTENCE, 1.0), tuple("when you", 4.5), tuple("hear", 6.0), tuple("come quickly", 9.0));
        assertThat(replaced.isBad()).isFalse();
    }

    private static Attempt attempt(HeardSegment... segments) {
        return Attempt.of(new Heard("en", 1, List.of(segments)));
    }

    private static HeardSegment segment(double start, double end, String text) {
        return new HeardSegment(start, end, text, List.of(), 0.9f, 0);
    }
}
