package io.scribestream.ingest.tail;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps an index up with a topic, on a thread of its own, from the topic's start on. Thread-safe. */
public final class TopicTail implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicTail.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(5);

    private final String topic;
    private final Index index;
    private final Reading reading;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /** Up to where the index knows each partition. */
    private final Map<TopicPartition, Long> known = new HashMap<>();

    private @Nullable Consumer<byte[], byte[]> consumer;

    /** What is known of the topic; called on the tail's thread. */
    public interface Index {

        /** All is read anew. */
        void clear();

        /** Whatever it throws, the topic is read again from its start. */
        void take(ConsumerRecord<byte[], byte[]> record);
    }

    /** Opens a consumer of committed records, of no group. */
    public interface Reading {
        Consumer<byte[], byte[]> open();
    }

    public TopicTail(String topic, Index index, Reading reading) {
        this.topic = topic;
        this.index = index;
        this.reading = reading;
        this.thread = new Thread(this::run, "tail-" + topic);
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits until the index knows all before these offsets; false if it does not in time. */
    public boolean await(Map<TopicPartition, Long> ends, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (known) {
            while (!knows(ends)) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                known.wait(left);
            }
            return true;
        }
    }

    @Override
    public void close() {
        closing.countDown();
        wakeUp();
        try {
            thread.join(PATIENCE_AT_CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (closing.getCount() > 0) {
            try (Consumer<byte[], byte[]> opened = reading.open()) {
                hold(opened);
                follow(opened);
            } catch (WakeupException e) {
                LOG.debug("a topic is not read any more", e);
            } catch (
                    RuntimeException e) { // whatever it is: without this thread nobody would hear of the topic any more
                LOG.atWarn().addKeyValue("topic", topic).setCause(e).log("a topic cannot be read now, trying again");
            } finally {
                hold(null);
            }
            pause();
        }
    }

    private void follow(Consumer<byte[], byte[]> from) {
        synchronized (known) {
            known.clear();
        }
        index.clear();
        List<TopicPartition> partitions = partitions(from, topic);
        from.assign(partitions);
        from.seekToBeginning(partitions);
        while (closing.getCount() > 0) {
            for (ConsumerRecord<byte[], byte[]> record : from.poll(POLL)) {
                index.take(record);
            }
            Map<TopicPartition, Long> reached = new HashMap<>();
            partitions.forEach(partition -> reached.put(partition, from.position(partition)));
            synchronized (known) {
                known.putAll(reached);
                known.notifyAll();
            }
        }
    }

    public static List<TopicPartition> partitions(Consumer<?, ?> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    private boolean knows(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> known.getOrDefault(end.getKey(), -1L) >= end.getValue());
    }

    private synchronized void hold(@Nullable Consumer<byte[], byte[]> opened) {
        consumer = opened;
        if (closing.getCount() == 0) {
            wakeUp();
        }
    }

    private synchronized void wakeUp() {
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    private void pause() {
        try {
            closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
