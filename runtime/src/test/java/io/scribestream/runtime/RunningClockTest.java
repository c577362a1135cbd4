package io.scribestream.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RunningClockTest {

    @Test
    void goesOnAsTimeDoesAndNotAsTheMachinesClockIsSet() {
        AtomicLong nanos = new AtomicLong(-5);
        RunningClock clock = new RunningClock(nanos::get);
        Instant before = clock.instant();

        nanos.addAndGet(Duration.ofHours(2).toNanos());

        assertThat(Duration.between(before, clock.instant())).isEqualTo(Duration.ofHours(2));
    }
}
