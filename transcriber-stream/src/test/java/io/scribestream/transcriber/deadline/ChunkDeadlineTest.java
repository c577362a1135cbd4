package io.scribestream.transcriber.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ChunkDeadlineTest {

    private static final Duration LEAST = Duration.ofSeconds(30);
    private static final Duration MOST = Duration.ofHours(1);

    private final ChunkDeadline deadlines = new ChunkDeadline(LEAST, MOST);

    @Test
    void givesAllTheTimeThereIsBeforeAnythingIsKnown() {
        assertThat(deadlines.of(1)).isEqualTo(MOST);
    }

    @Test
    void startsFromWhatWasMeasuredBefore() {
        assertThat(new ChunkDeadline(LEAST, MOST, 0.5).of(20)).isEqualTo(Duration.ofSeconds(100));
    }

    @Test
    void givesTenTimesWhatTheEngineTook() {
        deadlines.heard(30, Duration.ofSeconds(60));

        assertThat(deadlines.of(30)).isEqualTo(Duration.ofSeconds(600));
        assertThat(deadlines.of(15)).isEqualTo(Duration.ofSeconds(300));
        assertThat(deadlines.of(0.5)).as("as one of ten seconds").isEqualTo(Duration.ofSeconds(200));
    }

    @Test
    void followsAMachineThatBecameSlowSoonAndOneThatBecameFastLater() {
        deadlines.heard(10, Duration.ofSeconds(10));
        deadlines.heard(10, Duration.ofSeconds(30));
        assertThat(deadlines.of(10)).isEqualTo(Duration.ofSeconds(200));

        deadlines.heard(10, Duration.ofSeconds(10));
        assertThat(deadlines.of(10)).isEqualTo(Duration.ofSeconds(190));
    }

    @Test
    void doublesWhereAChunkRanOutOfTimeUntilTheUpperBound() {
        deadlines.heard(10, Duration.ofSeconds(6));
        deadlines.ranOut();
        assertThat(deadlines.of(10)).isEqualTo(Duration.ofSeconds(120));

        for (int i = 0; i < 100; i++) {
            deadlines.ranOut();
        }
        assertThat(deadlines.of(10)).isEqualTo(MOST);
    }

    @Test
    void refusesBoundsThatAreTheWrongWayRound() {
        assertThatThrownBy(() -> new ChunkDeadline(MOST, LEAST)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void staysWithinItsBoundsAndGrowsWithTheChunk(
            @ForAll @Size(max = 30) List<@DoubleRange(min = 0, max = 100_000) Double> took,
            @ForAll @DoubleRange(min = 0, max = 30) double one,
            @ForAll @DoubleRange(min = 0, max = 30) double other) {
        ChunkDeadline any = after(took);

        assertThat(any.of(one)).isBetween(LEAST, MOST);
        assertThat(any.of(Math.max(one, other))).isGreaterThanOrEqualTo(any.of(Math.min(one, other)));
    }

    @Property
    void givesBetweenTenTimesTheFastestAndTenTimesTheSlowestCall(
            @ForAll @Size(min = 1, max = 30) List<@DoubleRange(min = 3, max = 360) Double> took) {
        double fastest = took.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        double slowest = took.stream().mapToDouble(Double::doubleValue).max().orElseThrow();

        assertThat(after(took).of(30).toMillis())
                .as("to ten times a millisecond")
                .isBetween((long) (fastest * 10_000) - 10, (long) (slowest * 10_000) + 10);
    }

    @Property
    void neverFailsAnEngineWhoseCallsVaryLessThanTenfold(
            @ForAll @DoubleRange(min = 1, max = 36) double fastest,
            @ForAll @Size(min = 1, max = 50) List<@IntRange(min = 100, max = 980) Integer> percent) {
        for (int i = 1; i < percent.size(); i++) {
            ChunkDeadline known = new ChunkDeadline(Duration.ofMillis(1), MOST);
            percent.subList(0, i).forEach(p -> known.heard(30, Duration.ofNanos((long) (fastest * p * 1e7))));
            assertThat(known.of(30)).isGreaterThan(Duration.ofNanos((long) (fastest * percent.get(i) * 1e7)));
        }
    }

    private static ChunkDeadline after(List<Double> took) {
        ChunkDeadline any = new ChunkDeadline(LEAST, MOST);
        took.forEach(seconds -> any.heard(30, Duration.ofMillis((long) (seconds * 1000))));
        return any;
    }
}
