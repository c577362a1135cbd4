package io.scribestream.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockWatchTest {

    private Instant clock = Instant.parse("2026-03-01T12:00:00Z");
    private long nanos;

    private final ClockWatch watch = new ClockWatch(() -> clock, () -> nanos);

    @Test
    void saysByHowMuchTheClockWasPutBack() {
        pass(Duration.ofSeconds(10));
        clock = clock.minus(Duration.ofHours(1));

        assertThat(watch.putBack()).contains(Duration.ofHours(1));
    }

    @Test
    void saysItOnce() {
        clock = clock.minus(Duration.ofHours(1));
        watch.putBack();
        pass(Duration.ofSeconds(10));

        assertThat(watch.putBack()).isEmpty();
    }

    @Test
    void findsNothingWrongWithTimeThatPasses() {
        pass(Duration.ofDays(10));

        assertThat(watch.putBack()).isEmpty();
    }

    @Test
    void findsNothingWrongWithAJumpAheadButWithTheWayBack() {
        clock = clock.plus(Duration.ofHours(2));
        assertThat(watch.putBack()).isEmpty();

        clock = clock.minus(Duration.ofHours(2));
        assertThat(watch.putBack()).contains(Duration.ofHours(2));
    }

    @Test
    void findsNothingWrongWithAClockThatIsSetRightBitByBit() {
        for (int i = 0; i < 100; i++) {
            pass(Duration.ofSeconds(1));
            clock = clock.minus(Duration.ofMillis(500));

            assertThat(watch.putBack()).isEmpty();
        }
    }

    private void pass(Duration time) {
        clock = clock.plus(time);
        nanos += time.toNanos();
    }
}
