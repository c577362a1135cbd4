package io.scribestream.runtime.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class StartTest {

    private static final Instant NOW = Instant.parse("2026-01-10T00:00:00Z");
    private static final TopicPartition FIRST = new TopicPartition("things", 0);
    private static final TopicPartition SECOND = new TopicPartition("things", 1);
    private static final Map<TopicPartition, Long> ENDS = Map.of(FIRST, 7L, SECOND, 3L);

    @Test
    void theFirstRecordIsNotAlwaysTheFirstEver() {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        consumer.updateBeginningOffsets(Map.of(FIRST, 2L, SECOND, 0L));

        assertThat(Start.FIRST.offsets(consumer, ENDS)).isEqualTo(Map.of(FIRST, 2L, SECOND, 0L));
    }

    @Test
    void aTimeAgoIsTheFirstRecordSinceAndTheKnownEndWhereThereIsNone() {
        Dated consumer = new Dated();

        Map<TopicPartition, Long> starts =
                Start.ago(Duration.ofDays(2), () -> NOW).offsets(consumer, ENDS);

        assertThat(starts).isEqualTo(Map.of(FIRST, 5L, SECOND, 3L));
        assertThat(consumer.asked)
                .containsOnlyKeys(FIRST, SECOND)
                .containsValue(NOW.minus(Duration.ofDays(2)).toEpochMilli());
    }

    /** Nothing in the second partition is as new as what is asked for. */
    private static final class Dated extends MockConsumer<byte[], byte[]> {

        private Map<TopicPartition, Long> asked = Map.of();

        Dated() {
            super("earliest");
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times) {
            asked = Map.copyOf(times);
            Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
            found.put(FIRST, new OffsetAndTimestamp(5, 0));
            found.put(SECOND, null);
            return found;
        }
    }
}
