package io.scribestream.transcriber.ended;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.runtime.tail.TopicTail;
import io.scribestream.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutcomeReaderTest {

    private final EndedJobs ended = new EndedJobs(Duration.ofDays(1));
    private final TopicTail.Listener reader =
            OutcomeReader.listener(ended, () -> Instant.parse("2026-01-10T00:00:00Z"));

    @Test
    void startsWhereChunksMayStillWait() {
        assertThat(OutcomeReader.BACK)
                .isGreaterThanOrEqualTo(Topics.AUDIO.retention().multipliedBy(2));
    }

    @Test
    void knowsJobsByTheirOutcomesAndOverlooksARecordWithoutAJob() {
        reader.take(outcome(null));
        reader.take(outcome("job-5"));

        assertThat(ended.contains("job-5")).isTrue();
        assertThat(ended.size()).isEqualTo(1);
    }

    private static ConsumerRecord<byte[], byte[]> outcome(@Nullable String jobId) {
        byte[] key = jobId == null ? null : jobId.getBytes(UTF_8);
        return new ConsumerRecord<>(Topics.ERROR.name(), 0, 0, key, new byte[0]);
    }
}
