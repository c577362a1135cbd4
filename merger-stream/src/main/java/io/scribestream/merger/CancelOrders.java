package io.scribestream.merger;

import io.scribestream.runtime.Flow;
import io.scribestream.runtime.PromptConsumer;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.runtime.Wire;
import io.scribestream.runtime.tail.Start;
import io.scribestream.runtime.tail.TopicTail;
import io.scribestream.runtime.tail.ValueListener;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.Command;
import io.scribestream.schemas.avro.JobCommand;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * {@code control -> merger}, beside its stream: whether somebody has ordered a job to be cancelled by now. In the stream such
 * an order would come behind all results that were there before it, and so always too late. Thread-safe.
 */
final class CancelOrders implements Flow.Companion, Predicate<TranscriptionJob> {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Some 20 MB at most; older ones are those of jobs that have ended long ago. */
    private static final int MOST = 100_000;

    private final Map<String, Instant> orders = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MOST;
        }
    };

    private @Nullable TopicTail tail;
    private @Nullable Consumer<byte[], byte[]> ends;

    /** Reads from now on, until it is closed. From as far back as results are kept. */
    synchronized Flow.Companion start(Wire wire, RuntimeConfig config) {
        Start start = Start.ago(Topics.SEGMENTS.retention(), InstantSource.system());
        tail = TopicTail.follow(
                "cancel-orders",
                Topics.CONTROL.name(),
                start,
                config,
                new ValueListener<>(wire.serde(Topics.CONTROL).deserializer(), this::take));
        Map<String, Object> settings = new HashMap<>(config.clientProperties());
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "scribestream-cancel-ends-" + config.instanceId());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        ends = new PromptConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        return this;
    }

    void take(String jobId, @Nullable JobCommand order, long at) {
        if (order != null && order.getCommand() == Command.CANCEL) {
            boolean told = order.getAt().isAfter(Instant.EPOCH);
            synchronized (orders) {
                orders.put(jobId, told ? order.getAt() : Instant.ofEpochMilli(at));
            }
        }
    }

    /**
     * Whether it is to be cancelled, by all orders that Kafka has acknowledged until now. One that came before there was
     * such a job was refused then, and does not count.
     *
     * @throws UnavailableException if the orders cannot be read to their end
     */
    @Override
    public boolean test(TranscriptionJob job) {
        awaitAll();
        synchronized (orders) {
            Instant ordered = orders.get(job.getJobId());
            return ordered != null && !ordered.isBefore(job.getSubmittedAt());
        }
    }

    private synchronized void awaitAll() {
        if (tail == null || ends == null) {
            return; // A topology without a process around it has no orders.
        }
        try {
            List<TopicPartition> partitions = TopicTail.partitions(ends, Topics.CONTROL.name());
            ends.assign(partitions); // else the client warns at each answer that it cannot note it
            if (!tail.await(ends.endOffsets(partitions), PATIENCE)) {
                throw new UnavailableException(
                        "the orders to cancel jobs are not read to their end: " + tail.trouble());
            }
        } catch (KafkaException e) {
            throw new UnavailableException("the orders to cancel jobs cannot be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while orders to cancel jobs were read", e);
        }
    }

    /** After the stream's threads have ended. */
    @Override
    public synchronized void close() {
        if (tail != null && ends != null) {
            tail.close();
            ends.close();
            tail = null;
            ends = null;
        }
    }
}
