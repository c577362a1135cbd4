package io.scribestream.standalone;

import io.scribestream.schemas.AvroDeserializer;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.JobFailure;
import io.scribestream.schemas.avro.Transcript;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** What a read_committed consumer sees of everything that comes out, from the beginning. For one thread. */
public final class Tail implements AutoCloseable {

    private static final List<String> TOPICS =
            List.of(Topics.SEGMENTS.name(), Topics.DONE.name(), Topics.ERROR.name(), Topics.EVENTS.name());

    /** A record that was set aside. */
    public record DeadLetter(@Nullable String key, String exception, String message, String topic) {}

    private record Heard(String key, SpecificRecord value) {}

    private final KafkaConsumer<String, byte[]> consumer;
    private final AvroDeserializer<SpecificRecord> values = new AvroDeserializer<>();
    private final List<Heard> heard = new ArrayList<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();

    public Tail(String bootstrapServers, String registryUrl) {
        values.configure(Map.of("schema.registry.url", registryUrl), false);
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> all = Stream.concat(TOPICS.stream(), Stream.of(Topics.DEAD_LETTERS))
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    /**
     * Reads on until it holds.
     *
     * @param what for the message when it never does
     */
    public void until(String what, Predicate<Tail> holds) {
        long deadline = System.nanoTime() + Patience.LONG.toNanos();
        while (!holds.test(this)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("never came: " + what + "; came: " + heard + deadLetters);
            }
            consumer.poll(Duration.ofMillis(200)).forEach(this::take);
        }
    }

    /** Reads on until the job is over; gives a {@link Transcript} or a {@link JobFailure}. */
    public SpecificRecord outcome(String jobId) {
        until("an outcome of " + jobId, tail -> !tail.outcomes(jobId).isEmpty());
        return outcomes(jobId).get(0);
    }

    /** Results of a job's chunks so far, as the transcribers told them. */
    public List<JobEvent> heard(String jobId) {
        return of(JobEvent.class, jobId).stream()
                .filter(event -> event.getType() == EventType.HEARD)
                .toList();
    }

    /** All outcomes of a job so far. There must never be two. */
    public List<SpecificRecord> outcomes(String jobId) {
        return heard.stream()
                .filter(one -> one.key().equals(jobId) && isOutcome(one.value()))
                .map(Heard::value)
                .toList();
    }

    /** How many outcomes each job has had so far. */
    public Map<String, Integer> outcomeCounts() {
        Map<String, Integer> counts = new TreeMap<>();
        heard.stream().filter(one -> isOutcome(one.value())).forEach(one -> counts.merge(one.key(), 1, Integer::sum));
        return counts;
    }

    public <V extends SpecificRecord> List<V> of(Class<V> type, String jobId) {
        return heard.stream()
                .filter(one -> one.key().equals(jobId) && type.isInstance(one.value()))
                .map(one -> type.cast(one.value()))
                .toList();
    }

    public List<DeadLetter> deadLetters() {
        return List.copyOf(deadLetters);
    }

    public List<DeadLetter> deadLetters(String key) {
        return deadLetters.stream().filter(letter -> key.equals(letter.key())).toList();
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (record.topic().equals(Topics.DEAD_LETTERS)) {
            deadLetters.add(new DeadLetter(
                    record.key(), header(record, "exception"), header(record, "message"), header(record, "topic")));
        } else {
            heard.add(new Heard(record.key(), values.deserialize(record.topic(), record.value())));
        }
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader("__streams.errors." + name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static boolean isOutcome(SpecificRecord value) {
        return value instanceof Transcript || value instanceof JobFailure;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
