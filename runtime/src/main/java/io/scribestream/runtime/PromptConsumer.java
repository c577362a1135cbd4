package io.scribestream.runtime;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * A consumer that closes without waiting, for those that commit no offsets themselves: in a stream, whose offsets are in its
 * transactions, or of no group. Kafka's own waits for the answer to the fetch that is under way, half a second where no
 * records come.
 */
public final class PromptConsumer<K, V> extends KafkaConsumer<K, V> {

    public PromptConsumer(Map<String, Object> config, Deserializer<K> keys, Deserializer<V> values) {
        super(config, keys, values);
    }

    @Override
    public void close() {
        super.close(CloseOptions.timeout(Duration.ZERO));
    }

    /** One that leaves its group takes the time to say so; a static member stays in it. */
    @Override
    public void close(CloseOptions option) {
        boolean leaves = option.groupMembershipOperation() == GroupMembershipOperation.LEAVE_GROUP;
        super.close(leaves ? option : option.withTimeout(Duration.ZERO));
    }
}
