package io.scribestream.chunker;

import io.scribestream.schemas.avro.AudioChunk;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * Sends a chunk to the audio partition with the fewest unheard chunks. Kafka asks while the record is forwarded, on the
 * same thread, and only it knows how many partitions there are: the choice is kept for the cursor, which is written
 * right behind. Thread-safe.
 */
final class AudioSpread implements StreamPartitioner<String, AudioChunk> {

    private final Unheard unheard;
    private final Map<String, Integer> chosen = new ConcurrentHashMap<>();

    AudioSpread(Unheard unheard) {
        this.unheard = unheard;
    }

    @Override
    public Optional<Set<Integer>> partitions(
            String topic, @Nullable String key, @Nullable AudioChunk chunk, int numPartitions) {
        if (key == null || chunk == null) {
            throw new IllegalArgumentException("a chunk has a key and a value");
        }
        int partition = unheard.fewest(numPartitions, chunk.getJobId().hashCode() + chunk.getIndex());
        chosen.put(key, partition);
        return Optional.of(Set.of(partition));
    }

    /** The partition that a chunk was sent to, asked once. */
    int taken(String key) {
        Integer partition = chosen.remove(key);
        if (partition == null) {
            throw new IllegalStateException("the chunk " + key + " was not sent");
        }
        return partition;
    }
}
