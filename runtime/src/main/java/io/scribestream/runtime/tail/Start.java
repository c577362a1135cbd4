package io.scribestream.runtime.tail;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** Where a tail begins to read. */
@FunctionalInterface
public interface Start {

    /** With the first record that there is. */
    Start FIRST = (consumer, ends) -> consumer.beginningOffsets(ends.keySet());

    /**
     * The offset to begin at in each partition.
     *
     * @param ends of all partitions of the topic
     */
    Map<TopicPartition, Long> offsets(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends);

    /** With the first record that is not older than this, by its own time. */
    static Start ago(Duration age, InstantSource clock) {
        return (consumer, ends) -> {
            long from = clock.instant().minus(age).toEpochMilli();
            Map<TopicPartition, Long> times = new HashMap<>();
            ends.keySet().forEach(partition -> times.put(partition, from));
            Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
            Map<TopicPartition, Long> starts = new HashMap<>(ends);
            found.forEach((partition, first) -> {
                if (first != null) {
                    starts.put(partition, first.offset());
                }
            });
            return starts;
        };
    }
}
