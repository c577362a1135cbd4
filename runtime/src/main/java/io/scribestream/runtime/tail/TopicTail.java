package io.scribestream.runtime.tail;

import io.scribestream.runtime.Flow;
import io.scribestream.runtime.PromptConsumer;
import io.scribestream.runtime.RuntimeConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a listener up with the committed records of a topic: all of its partitions, without a group, on a thread of its own,
 * until it is closed. With the broker away, or when the listener throws, it tries again at the record it had come to, so
 * none is passed over and none that was taken comes again; what was taken before holds meanwhile. Thread-safe.
 */
public final class TopicTail implements Flow.Companion {

    private static final Logger LOG = LoggerFactory.getLogger(TopicTail.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(5);
    private static final int FETCH_BYTES = 1 << 20;

    private final String topic;
    private final Start start;
    private final Listener listener;
    private final Duration pause;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    /** The next record of each partition; guarded by itself, and notified. */
    private final Map<TopicPartition, Long> next = new HashMap<>();

    /** What there was at the start; guarded as the others are, null before it is known. */
    private @Nullable Map<TopicPartition, Long> whole;

    private @Nullable Consumer<byte[], byte[]> present;
    private volatile String trouble = "";

    /** Hears of the records; called on the tail's thread. */
    @FunctionalInterface
    public interface Listener {

        /** Whatever it throws, the record comes again after a pause. */
        void take(ConsumerRecord<byte[], byte[]> record);
    }

    TopicTail(
            String name,
            String topic,
            Start start,
            Listener listener,
            Duration pause,
            Supplier<Consumer<byte[], byte[]>> consumers) {
        this.topic = topic;
        this.start = start;
        this.listener = listener;
        this.pause = pause;
        this.consumers = consumers;
        this.thread = new Thread(this::readUntilClosed, name);
        thread.setDaemon(true);
    }

    /**
     * Reads from now on.
     *
     * @param name of its thread and its client
     * @param topic that may not be there yet
     */
    public static TopicTail follow(String name, String topic, Start start, RuntimeConfig config, Listener listener) {
        Map<String, Object> settings = new HashMap<>(config.clientProperties());
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "scribestream-" + name + "-" + config.instanceId());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        TopicTail tail = new TopicTail(
                name,
                topic,
                start,
                listener,
                PAUSE,
                () -> new PromptConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
        tail.start();
        return tail;
    }

    /** {@link #follow(String, String, Start, RuntimeConfig, Listener)} from the first record on. */
    public static TopicTail follow(String name, String topic, RuntimeConfig config, Listener listener) {
        return follow(name, topic, Start.FIRST, config, listener);
    }

    /** Waits until the listener has taken all before these offsets; false if it has not in time. */
    public boolean await(Map<TopicPartition, Long> ends, Duration patience) throws InterruptedException {
        return await(() -> knows(ends), patience);
    }

    /** Waits until the listener has taken all that there was at the start; false if it has not in time. */
    public boolean awaitWhole(Duration patience) throws InterruptedException {
        return await(() -> whole != null && knows(whole), patience);
    }

    /** Whether the listener has taken all that there was at the start. */
    public boolean isWhole() {
        synchronized (next) {
            return whole != null && knows(whole);
        }
    }

    /** Why the topic cannot be read at this moment; empty while it is read. */
    public String trouble() {
        return trouble;
    }

    /** False only after an error that no retry mends, and after the end. */
    public boolean isReading() {
        return thread.isAlive();
    }

    @Override
    public void close() {
        closed.countDown();
        wakeUp();
        try {
            thread.join(PATIENCE_AT_CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All partitions of a topic; none if it is not there. */
    public static List<TopicPartition> partitions(Consumer<?, ?> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    void start() {
        thread.start();
    }

    void readUntilClosed() {
        while (!isClosed()) {
            try (Consumer<byte[], byte[]> opened = consumers.get()) {
                hold(opened);
                read(opened);
            } catch (WakeupException e) {
                LOG.debug("a topic is not read any more", e);
            } catch (RuntimeException e) { // Whatever it is: without this thread nobody would hear of the topic again.
                rest(e);
            } finally {
                hold(null);
            }
        }
    }

    private void read(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = partitions(consumer, topic);
        if (partitions.isEmpty()) {
            throw new KafkaException("the topic " + topic + " is not there");
        }
        consumer.assign(partitions);
        begin(consumer, partitions).forEach(consumer::seek);
        while (!isClosed()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                listener.take(record);
                reached(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
            }
            trouble = "";
            for (TopicPartition partition : partitions) { // Past what is no record of anybody's: marks of transactions.
                reached(partition, consumer.position(partition));
            }
        }
    }

    /** Where it had come to, or where it starts. */
    private Map<TopicPartition, Long> begin(Consumer<?, ?> consumer, List<TopicPartition> partitions) {
        synchronized (next) {
            if (whole != null) {
                return Map.copyOf(next);
            }
        }
        // The ends first: what comes in between is read then, not missed.
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> starts = start.offsets(consumer, ends);
        synchronized (next) {
            next.putAll(starts);
            whole = ends;
            next.notifyAll();
            return starts;
        }
    }

    private void reached(TopicPartition partition, long offset) {
        synchronized (next) {
            next.put(partition, offset);
            next.notifyAll();
        }
    }

    private boolean knows(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> next.getOrDefault(end.getKey(), -1L) >= end.getValue());
    }

    private boolean await(Supplier<Boolean> known, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (next) {
            while (!known.get()) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                next.wait(left);
            }
            return true;
        }
    }

    /** Told once, not at every attempt. */
    private void rest(RuntimeException because) {
        if (trouble.isEmpty() && !isClosed()) {
            LOG.atWarn()
                    .addKeyValue("topic", topic)
                    .setCause(because)
                    .log("a topic cannot be read for now, trying again");
        }
        trouble = because.getMessage() == null ? because.toString() : because.getMessage();
        try {
            closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed.countDown();
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private synchronized void hold(@Nullable Consumer<byte[], byte[]> opened) {
        present = opened;
        if (isClosed()) {
            wakeUp();
        }
    }

    private synchronized void wakeUp() {
        if (present != null) {
            present.wakeup();
        }
    }
}
