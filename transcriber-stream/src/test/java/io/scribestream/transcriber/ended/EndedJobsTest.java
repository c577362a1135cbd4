package io.scribestream.transcriber.ended;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EndedJobsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final EndedJobs ended = new EndedJobs(Duration.ofHours(24), 3);

    @Test
    void knowsAJobAsLongAsItsChunksAreKept() {
        ended.add("job-1", NOW);
        ended.add("job-2", NOW.plus(Duration.ofHours(24)));
        assertThat(ended.contains("job-1")).isTrue();
        assertThat(ended.contains("job-3")).isFalse();

        ended.add("job-3", NOW.plus(Duration.ofHours(25)));
        assertThat(ended.contains("job-1")).isFalse();
        assertThat(ended.contains("job-2")).isTrue();
    }

    @Test
    void keepsTheNewestOfTooMany() {
        for (int i = 0; i < 10; i++) {
            ended.add("job-" + i, NOW);
            ended.add("job-" + i, NOW);
        }
        assertThat(ended.size()).isEqualTo(3);
        assertThat(ended.contains("job-9")).isTrue();
        assertThat(ended.contains("job-6")).isFalse();
    }
}
