package io.scribestream.testkit.chaos;

import io.scribestream.schemas.AvroDeserializer;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.JobFailure;
import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.schemas.registry.RegistryUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** Sees what is committed as it comes, on a thread of its own, whatever goes and comes back. Thread-safe. */
public final class Watch implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final List<String> TOPICS =
            List.of(Topics.SEGMENTS.name(), Topics.DONE.name(), Topics.ERROR.name(), Topics.EVENTS.name());

    private final KafkaConsumer<String, byte[]> consumer;
    private final AvroDeserializer<SpecificRecord> values = new AvroDeserializer<>();
    private final List<Sighting> sightings = new ArrayList<>();
    private final Set<String> over = new HashSet<>();
    private final Thread thread = new Thread(this::run, "watch");
    private volatile boolean closed;
    private @Nullable Throwable failure;

    /** From now on; the topics are there. */
    public Watch(String bootstrapServers, String registryUrl) {
        values.configure(Map.of("schema.registry.url", registryUrl), false);
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "isolation.level",
                        "read_committed",
                        "reconnect.backoff.max.ms",
                        500),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> all = TOPICS.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(all);
        consumer.seekToEnd(all);
        all.forEach(consumer::position);
        thread.setDaemon(true);
        thread.start();
    }

    public synchronized List<Sighting> sightings() {
        requireAtWork();
        return List.copyOf(sightings);
    }

    public synchronized boolean sees(Predicate<Sighting> what) {
        requireAtWork();
        return sightings.stream().anyMatch(what);
    }

    /** Whether a job has had an outcome. */
    public synchronized boolean isOver(String jobId) {
        requireAtWork();
        return over.contains(jobId);
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        consumer.wakeup();
        thread.join();
        consumer.close();
    }

    private void requireAtWork() {
        if (failure != null) {
            throw new IllegalStateException("the watch ended", failure);
        }
    }

    private void run() {
        try {
            while (!closed) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    see(record);
                }
            }
        } catch (WakeupException e) {
            return; // closed
        } catch (RuntimeException | InterruptedException e) {
            synchronized (this) {
                failure = e;
            }
        }
    }

    private void see(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        long now = System.currentTimeMillis();
        SpecificRecord value = read(record);
        if (value instanceof ChunkTranscript result && result.getIndex() >= 0) {
            String text = result.getSegments().stream().map(Segment::getText).collect(Collectors.joining(" "));
            keep(new Sighting(
                    Sighting.Kind.RESULT,
                    record.key(),
                    result.getIndex(),
                    result.getEngine(),
                    Invented.fingerprintIn(text).orElse(""),
                    now,
                    record.timestamp()));
        } else if (value instanceof Transcript || value instanceof JobFailure) {
            keep(new Sighting(Sighting.Kind.OUTCOME, record.key(), -1, "", "", now, record.timestamp()));
        } else if (value instanceof JobEvent event
                && Stream.of(EventType.PARTIAL, EventType.COMPLETED).anyMatch(event.getType()::equals)) {
            keep(new Sighting(Sighting.Kind.MERGED, record.key(), -1, "", "", now, record.timestamp()));
        }
    }

    private @Nullable SpecificRecord read(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        while (true) {
            try {
                return values.deserialize(record.topic(), record.value());
            } catch (RegistryUnavailableException e) {
                Thread.sleep(POLL.toMillis()); // it is one of those that are killed
            }
        }
    }

    private synchronized void keep(Sighting seen) {
        sightings.add(seen);
        if (seen.kind() == Sighting.Kind.OUTCOME) {
            over.add(seen.jobId());
        }
    }
}
