package io.scribestream.transcriber.ended;

import io.scribestream.runtime.Flow;
import io.scribestream.runtime.PromptConsumer;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.schemas.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code error -> ended jobs}: reads the outcomes of all jobs, not the orders to cancel them, for an order may be refused.
 * All partitions on every instance, so without a group; at a start from as far back as chunks may lie on their topic. With
 * the broker away it tries again until it is closed: chunks are heard meanwhile that nobody wants, and nothing else.
 */
public final class OutcomeReader implements Flow.Companion {

    private static final Logger LOG = LoggerFactory.getLogger(OutcomeReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(2);
    private static final int FETCH_BYTES = 1 << 20;

    private final EndedJobs ended;
    private final InstantSource clock;
    private final Duration pause;
    private final Supplier<Consumer<String, byte[]>> consumers;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Consumer<String, byte[]> present;
    private final Thread thread = new Thread(this::readUntilClosed, "outcome-reader");

    OutcomeReader(EndedJobs ended, InstantSource clock, Duration pause, Supplier<Consumer<String, byte[]>> consumers) {
        this.pause = pause;
        this.ended = ended;
        this.clock = clock;
        this.consumers = consumers;
    }

    /** Reads from now on, on a thread of its own. */
    public static OutcomeReader start(EndedJobs ended, RuntimeConfig config) {
        Map<String, Object> settings = new HashMap<>(config.clientProperties());
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "scribestream-transcriber-outcomes-" + config.instanceId());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        OutcomeReader reader = new OutcomeReader(
                ended,
                InstantSource.system(),
                PAUSE,
                () -> new PromptConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer()));
        reader.thread.setDaemon(true);
        reader.thread.start();
        return reader;
    }

    void readUntilClosed() {
        boolean away = false;
        while (!isClosed()) {
            try (Consumer<String, byte[]> consumer = consumers.get()) {
                present = consumer;
                goBack(consumer);
                away = false;
                read(consumer);
            } catch (KafkaException e) {
                if (!away && !isClosed()) {
                    LOG.atWarn()
                            .addKeyValue("reason", e.toString())
                            .log("cancelled jobs are not known for now, trying again");
                }
                away = true;
                pause();
            }
        }
    }

    private void read(Consumer<String, byte[]> consumer) {
        while (!isClosed()) {
            for (ConsumerRecord<String, byte[]> outcome : consumer.poll(POLL)) {
                if (outcome.key() != null) {
                    ended.add(outcome.key(), clock.instant());
                }
            }
        }
    }

    /** Twice as far as chunks are kept: a record may bear the time of what led to it. */
    private void goBack(Consumer<String, byte[]> consumer) {
        List<PartitionInfo> found = consumer.partitionsFor(Topics.ERROR.name());
        if (found == null || found.isEmpty()) {
            throw new KafkaException("the topic " + Topics.ERROR.name() + " is not there");
        }
        List<TopicPartition> partitions = found.stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        // The ends first: an outcome that comes in between is read then, not missed.
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long from =
                clock.instant().minus(Topics.AUDIO.retention().multipliedBy(2)).toEpochMilli();
        Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> from)));
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp start = starts.get(partition);
            consumer.seek(partition, start == null ? ends.getOrDefault(partition, 0L) : start.offset());
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void pause() {
        try {
            closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed.countDown();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        Consumer<String, byte[]> waiting = present;
        if (waiting != null) {
            waiting.wakeup();
        }
        try {
            thread.join(PATIENCE_AT_CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
