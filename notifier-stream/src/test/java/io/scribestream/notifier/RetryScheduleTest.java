package io.scribestream.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.notifier.deciding.RetrySchedule;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {

    private static Duration usual(int failures) {
        return RetrySchedule.wait(failures, Duration.ZERO, 0.5);
    }

    @Test
    void triesSoonAtFirstAndAllOfADay() {
        assertThat(usual(1)).isEqualTo(Duration.ofSeconds(5));
        Duration all = Duration.ZERO;
        int attempts = 1;
        for (int failures = 1; all.compareTo(RetrySchedule.PATIENCE) < 0; failures++, attempts++) {
            assertThat(usual(failures + 1)).isGreaterThanOrEqualTo(usual(failures));
            all = all.plus(usual(failures));
        }
        assertThat(attempts).isBetween(9, 14);
        assertThat(usual(1_000)).isEqualTo(Duration.ofHours(8));
    }

    @Test
    void spreadsThoseWhoFailedTogether() {
        assertThat(RetrySchedule.wait(3, Duration.ZERO, 0)).isEqualTo(Duration.ofSeconds(96));
        assertThat(RetrySchedule.wait(3, Duration.ZERO, 1)).isEqualTo(Duration.ofSeconds(144));
    }

    @Test
    void waitsAsLongAsTheEndpointAsksWithinReason() {
        assertThat(RetrySchedule.wait(1, Duration.ofMinutes(7), 0.5)).isEqualTo(Duration.ofMinutes(7));
        assertThat(RetrySchedule.wait(5, Duration.ofSeconds(1), 0.5)).isEqualTo(Duration.ofMinutes(30));
        assertThat(RetrySchedule.wait(1, Duration.ofDays(400), 0.5)).isEqualTo(Duration.ofHours(12));
    }
}
