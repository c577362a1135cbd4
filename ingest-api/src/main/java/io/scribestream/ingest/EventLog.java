package io.scribestream.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.runtime.Wire;
import io.scribestream.runtime.trace.Trace;
import io.scribestream.schemas.Topic;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.JobEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The topic of events, read for one job: its partition, from when the job was accepted to the end. That takes as long as
 * there is much in it; a question for now and then. Thread-safe.
 */
public final class EventLog {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);

    /** By how much clocks of processes may differ. */
    private static final Duration SLACK = Duration.ofMinutes(5);

    private final RuntimeConfig config;
    private final BoardView board;
    private final Deserializer<JobEvent> events;

    /** An event, and the trace that its record belongs to. */
    record Entry(JobEvent event, Trace trace) {}

    public EventLog(RuntimeConfig config, Wire wire, BoardView board) {
        this.config = config;
        this.board = board;
        this.events = wire.serde(Topics.EVENTS).deserializer();
    }

    /**
     * In the order in which they were said; empty where there are none.
     *
     * @throws UnavailableException if they cannot be read in time
     */
    List<Entry> of(String jobId) {
        OptionalLong accepted = board.row(jobId).stream()
                .mapToLong(row -> row.getAcceptedAt() - SLACK.toMillis())
                .findFirst();
        try (Consumer<String, byte[]> consumer = consumer()) {
            TopicPartition partition = new TopicPartition(
                    Topics.EVENTS.name(),
                    BuiltInPartitioner.partitionForKey(
                            jobId.getBytes(UTF_8),
                            consumer.partitionsFor(Topics.EVENTS.name()).size()));
            consumer.assign(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            seek(consumer, partition, accepted);
            return read(consumer, partition, end, jobId);
        } catch (KafkaException e) {
            throw new UnavailableException("the events of the job cannot be read", e);
        }
    }

    private static void seek(Consumer<?, ?> consumer, TopicPartition partition, OptionalLong from) {
        OffsetAndTimestamp found = from.isEmpty()
                ? null
                : consumer.offsetsForTimes(Map.of(partition, from.getAsLong())).get(partition);
        if (found == null) {
            consumer.seekToBeginning(List.of(partition));
        } else {
            consumer.seek(partition, found.offset());
        }
    }

    private List<Entry> read(Consumer<String, byte[]> consumer, TopicPartition partition, long end, String jobId) {
        List<Entry> found = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (consumer.position(partition) < end) {
            if (System.nanoTime() > deadline) {
                throw new UnavailableException("the events of the job were not read to their end in time");
            }
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                if (jobId.equals(record.key())) {
                    found.add(
                            new Entry(events.deserialize(record.topic(), record.value()), Trace.of(record.headers())));
                }
            }
        }
        return found;
    }

    private Consumer<String, byte[]> consumer() {
        Map<String, Object> settings = new HashMap<>(config.clientProperties());
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Topic.MAX_RECORD_BYTES);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis() / 3);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }
}
