package io.scribestream.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.scribestream.runtime.DeadLetters;
import io.scribestream.runtime.PromptConsumer;
import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.runtime.Wire;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.Topic;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.JobFailure;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends jobs and hears what becomes of them, through the public topics like any other client. A job whose record made
 * the program fail never has an outcome; it is told as failed all the same, so that nobody waits for it for ever. For one
 * thread.
 */
public final class Jobs implements AutoCloseable {

    private static final Duration ACKNOWLEDGE = Duration.ofSeconds(30);

    /** Of a letter of an older version, for a record that is no new job: the job of that id, if there is one, goes on. */
    private static final String REFUSED = RejectedException.class.getName();

    /** A job goes on without a record of these. */
    private static final Set<String> BESIDE = Set.of(Topics.CONTROL.name(), Topics.EVENTS.name());

    /** Told what the topics say, in the order of each job. */
    public interface Listener {
        default void happened(JobEvent event) {}

        void done(Transcript transcript);

        void failed(JobFailure failure);
    }

    private final Wire wire;
    private final KafkaProducer<String, TranscriptionJob> producer;
    private final PromptConsumer<String, byte[]> consumer;
    private final List<TopicPartition> outcomes;
    private boolean caughtUp;

    public Jobs(String bootstrapServers, Wire wire) {
        this.wire = wire;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        4 * 1024 * 1024),
                new StringSerializer(),
                wire.serde(Topics.JOBS));
        this.consumer = new PromptConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        100,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        50),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        this.outcomes = new ArrayList<>(partitions(Topics.DONE.name()));
        outcomes.addAll(partitions(Topics.ERROR.name()));
        outcomes.addAll(partitions(Topics.DEAD_LETTERS));
        List<TopicPartition> events = partitions(Topics.EVENTS.name());
        List<TopicPartition> all = new ArrayList<>(outcomes);
        all.addAll(events);
        consumer.assign(all);
        consumer.seekToBeginning(outcomes);
        consumer.seekToEnd(events);
        // A seek is lazy: without this, events of a job sent right now could come before "the end".
        events.forEach(consumer::position);
    }

    /**
     * Sends a job; returns when Kafka has it.
     *
     * @throws UnavailableException if Kafka does not acknowledge in time
     */
    public void send(TranscriptionJob job) {
        try {
            producer.send(new ProducerRecord<>(Topics.JOBS.name(), job.getJobId(), job))
                    .get(ACKNOWLEDGE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new UnavailableException("Kafka did not take the job: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while sending the job", e);
        }
    }

    /** Tells the listener all outcomes there are already. Called first. */
    public void catchUp(Listener listener) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(outcomes);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            poll(Duration.ofMillis(100), listener);
        }
        caughtUp = true;
    }

    /** Tells the listener what happened since the last call, waiting a while for something to happen. */
    public void poll(Duration wait, Listener listener) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(wait)) {
            if (record.topic().equals(Topics.EVENTS.name())) {
                if (caughtUp) {
                    read(Topics.EVENTS, record, listener::happened);
                }
            } else if (record.topic().equals(Topics.DONE.name())) {
                read(Topics.DONE, record, listener::done);
            } else if (record.topic().equals(Topics.ERROR.name())) {
                read(Topics.ERROR, record, listener::failed);
            } else if (isWaitedFor(record)) {
                listener.failed(lost(record));
            }
        }
    }

    /** A letter without which its job has no outcome, as far as is known. */
    private static boolean isWaitedFor(ConsumerRecord<String, byte[]> record) {
        Headers headers = record.headers();
        return record.key() != null
                && headers.lastHeader(DeadLetters.STATE) == null
                && headers.lastHeader(DeadLetters.ANSWERED) == null
                && !BESIDE.contains(header(record, "topic"))
                && !header(record, "exception").equals(REFUSED);
    }

    private static JobFailure lost(ConsumerRecord<String, byte[]> letter) {
        return JobFailure.newBuilder()
                .setJobId(Topics.jobId(letter.key()))
                .setReason(Reason.INTERNAL.code())
                .setMessage("a mistake in this program (" + header(letter, "exception") + ": "
                        + header(letter, "message") + "); the record it was made at is kept as a dead letter")
                .setFailedAt(Instant.ofEpochMilli(letter.timestamp()))
                .build();
    }

    private static String header(ConsumerRecord<?, ?> letter, String name) {
        Header header = letter.headers().lastHeader(DeadLetters.HEADER + name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }

    private interface Hearing<V> {
        void of(V value);
    }

    private <V extends org.apache.avro.specific.SpecificRecord> void read(
            Topic<V> topic, ConsumerRecord<String, byte[]> record, Hearing<V> hearing) {
        @Nullable V value = wire.serde(topic).deserialize(record.topic(), record.value());
        if (value != null) {
            hearing.of(value);
        }
    }

    private List<TopicPartition> partitions(String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
        consumer.close();
    }
}
