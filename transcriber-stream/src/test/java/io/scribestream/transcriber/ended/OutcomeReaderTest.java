package io.scribestream.transcriber.ended;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OutcomeReaderTest {

    private static final Instant NOW = Instant.parse("2026-01-10T00:00:00Z");
    private static final TopicPartition FIRST = new TopicPartition(Topics.ERROR.name(), 0);
    private static final TopicPartition SECOND = new TopicPartition(Topics.ERROR.name(), 1);

    private final EndedJobs ended = new EndedJobs(Duration.ofDays(1));
    private final Deque<Outcomes> consumers = new ArrayDeque<>();
    private final OutcomeReader reader = new OutcomeReader(ended, () -> NOW, Duration.ZERO, this::next);
    private int away;

    @Test
    void startsWhereChunksMayStillWaitAndReadsOn() {
        Outcomes outcomes = consumer();
        outcomes.starts.put(FIRST, new OffsetAndTimestamp(5, 0));
        outcomes.schedulePollTask(() -> outcomes.outcome(FIRST, 5, "job-5"));
        outcomes.schedulePollTask(() -> outcomes.outcome(SECOND, 0, "job-0"));
        outcomes.schedulePollTask(reader::close);

        reader.readUntilClosed();

        assertThat(outcomes.askedFor)
                .as("twice as long as a chunk is kept")
                .isEqualTo(NOW.minus(Duration.ofDays(2)).toEpochMilli());
        assertThat(ended.contains("job-5")).isTrue();
        assertThat(ended.contains("job-0")).isTrue();
        assertThat(outcomes.closed()).isTrue();
    }

    @Test
    void missesNoOutcomeThatComesWhileItLooksForTheStart() {
        Outcomes outcomes = consumer();
        outcomes.whileLooking = () -> outcomes.updateEndOffsets(Map.of(FIRST, 8L, SECOND, 1L));
        outcomes.schedulePollTask(() -> outcomes.outcome(SECOND, 0, "job-0"));
        outcomes.schedulePollTask(reader::close);

        reader.readUntilClosed();

        assertThat(ended.contains("job-0")).isTrue();
    }

    @Test
    void triesAgainUntilTheBrokerIsBack() {
        away = 2;
        Outcomes failing = consumer();
        failing.schedulePollTask(() -> {
            throw new KafkaException("gone");
        });
        Outcomes back = consumer();
        back.schedulePollTask(() -> back.outcome(FIRST, 7, "job-7"));
        back.schedulePollTask(reader::close);

        reader.readUntilClosed();

        assertThat(ended.contains("job-7")).isTrue();
        assertThat(failing.closed()).isTrue();
    }

    @Test
    void overlooksARecordWithoutAJob() {
        Outcomes outcomes = consumer();
        outcomes.schedulePollTask(() -> outcomes.outcome(FIRST, 7, null));
        outcomes.schedulePollTask(() -> outcomes.outcome(FIRST, 8, "job-8"));
        outcomes.schedulePollTask(reader::close);

        reader.readUntilClosed();

        assertThat(ended.contains("job-8")).isTrue();
    }

    private Outcomes consumer() {
        Outcomes outcomes = new Outcomes();
        consumers.add(outcomes);
        return outcomes;
    }

    private Consumer<String, byte[]> next() {
        if (away-- > 0) {
            throw new KafkaException("no broker");
        }
        return consumers.remove();
    }

    /** Two partitions: seven outcomes in the first, none in the second. */
    private static final class Outcomes extends MockConsumer<String, byte[]> {

        private final Map<TopicPartition, OffsetAndTimestamp> starts = new HashMap<>();
        private Runnable whileLooking = () -> {};
        private long askedFor;

        Outcomes() {
            super("none");
            updatePartitions(
                    Topics.ERROR.name(),
                    List.of(
                            new PartitionInfo(Topics.ERROR.name(), 0, null, null, null),
                            new PartitionInfo(Topics.ERROR.name(), 1, null, null, null)));
            updateEndOffsets(Map.of(FIRST, 7L, SECOND, 0L));
        }

        void outcome(TopicPartition partition, long offset, String jobId) {
            addRecord(new ConsumerRecord<>(partition.topic(), partition.partition(), offset, jobId, new byte[0]));
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times) {
            askedFor = times.get(FIRST);
            whileLooking.run();
            Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
            times.keySet().forEach(partition -> found.put(partition, starts.get(partition)));
            return found;
        }
    }
}
