package io.scribestream.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class RestartsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void waitsTwiceAsLongEachTimeUpToABound() {
        Restarts restarts = new Restarts(20);

        assertThat(restarts.next(NOW)).contains(Duration.ofMillis(200));
        assertThat(restarts.next(NOW)).contains(Duration.ofMillis(400));
        for (int i = 3; i < 20; i++) {
            assertThat(restarts.next(NOW)).isPresent();
        }
        assertThat(restarts.next(NOW)).contains(Duration.ofSeconds(30));
    }

    @Test
    void givesUpAfterSoManyInARow() {
        Restarts restarts = new Restarts(1);
        restarts.next(NOW);

        assertThat(restarts.next(NOW)).isEmpty();
    }

    @Test
    void beginsAgainAfterQuietTimes() {
        Restarts restarts = new Restarts(1);
        restarts.next(NOW);

        assertThat(restarts.next(NOW.plusSeconds(301))).contains(Duration.ofMillis(200));
    }
}
