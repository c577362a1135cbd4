package io.scribestream.ingest.letters;

import io.scribestream.ingest.letters.DeadLetter.State;
import io.scribestream.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps an index up with the topic of dead letters, on a thread of its own, from the topic's start on. */
final class LetterTail implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LetterTail.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(5);

    private final LetterIndex index;
    private final Reading reading;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /** Up to where the index knows each partition. */
    private final Map<TopicPartition, Long> known = new HashMap<>();

    private @Nullable Consumer<byte[], byte[]> consumer;

    /** Opens a consumer of committed records. */
    interface Reading {
        Consumer<byte[], byte[]> open();
    }

    LetterTail(LetterIndex index, Reading reading) {
        this.index = index;
        this.reading = reading;
        this.thread = new Thread(this::run, "dead-letters");
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits until the index knows all before these offsets; false if it does not in time. */
    boolean await(Map<TopicPartition, Long> ends, Duration patience) throws InterruptedException {
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
                LOG.debug("the dead letters are not read any more", e);
            } catch (RuntimeException e) { // whatever it is: without this thread nobody would see a letter any more
                LOG.atWarn().setCause(e).log("the dead letters cannot be read now, trying again");
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
        List<TopicPartition> partitions = partitions(from);
        from.assign(partitions);
        from.seekToBeginning(partitions);
        while (closing.getCount() > 0) {
            for (ConsumerRecord<byte[], byte[]> record : from.poll(POLL)) {
                take(record);
            }
            Map<TopicPartition, Long> reached = new HashMap<>();
            partitions.forEach(partition -> reached.put(partition, from.position(partition)));
            synchronized (known) {
                known.putAll(reached);
                known.notifyAll();
            }
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (!LetterRecords.isMark(record)) {
            index.add(LetterRecords.letter(record));
            return;
        }
        Optional<State> state = LetterRecords.state(record);
        state.ifPresent(became -> index.mark(LetterRecords.marked(record), became));
    }

    static List<TopicPartition> partitions(Consumer<?, ?> consumer) {
        return consumer.partitionsFor(Topics.DEAD_LETTERS).stream()
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
