package io.scribestream.runtime.tail;

import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;

/** Tails that read what a test has in memory. */
public final class TailOf {

    /** Reads from now on. */
    public static TopicTail consumer(Consumer<byte[], byte[]> consumer, String topic, TopicTail.Listener listener) {
        TopicTail tail = new TopicTail("tail", topic, Start.FIRST, listener, Duration.ofMillis(5), () -> consumer);
        tail.start();
        return tail;
    }

    private TailOf() {}
}
