package io.scribestream.chunker;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.runtime.Wire;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.ClientKey;
import io.scribestream.schemas.registry.InMemorySchemaRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class KeyWeightReaderTest {

    private static final TopicPartition KEYS = new TopicPartition(Topics.KEYS.name(), 0);

    private final Wire wire = new Wire(new InMemorySchemaRegistry());
    private final KeyWeights weights = new KeyWeights(new ClientWeights(Map.of()));
    private final Queue<Consumer<String, byte[]>> consumers = new ArrayDeque<>();
    private final KeyWeightReader reader =
            new KeyWeightReader(weights, wire.serde(Topics.KEYS).deserializer(), Duration.ZERO, consumers::remove);

    private static MockConsumer<String, byte[]> consumer() {
        MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
        consumer.updateBeginningOffsets(Map.of(KEYS, 0L));
        return consumer;
    }

    private byte[] key(String id, String client, double weight) {
        ClientKey key = ClientKey.newBuilder()
                .setKeyId(id)
                .setClient(client)
                .setHash("")
                .setWeight(weight)
                .build();
        return wire.serde(Topics.KEYS).serializer().serialize(Topics.KEYS.name(), key);
    }

    private static void add(MockConsumer<String, byte[]> consumer, List<byte[]> values) {
        for (int i = 0; i < values.size(); i++) {
            consumer.addRecord(new ConsumerRecord<>(Topics.KEYS.name(), 0, i, "k" + i, values.get(i)));
        }
    }

    @Test
    void takesWeightsFromTheTopicAndPassesOverWhatIsNoKey() {
        MockConsumer<String, byte[]> consumer = consumer();
        consumer.schedulePollTask(
                () -> add(consumer, List.of(key("k0", "anna", 3), new byte[] {1, 2}, key("k2", "bert", 0.5))));
        consumer.schedulePollTask(reader::close);
        consumers.add(consumer);

        reader.readUntilClosed();

        assertThat(weights.applyAsDouble("anna")).isEqualTo(3);
        assertThat(weights.applyAsDouble("bert")).isEqualTo(0.5);
    }

    @Test
    void beginsAnewWhenTheBrokerWasAway() {
        MockConsumer<String, byte[]> broken = consumer();
        broken.schedulePollTask(() -> add(broken, List.of(key("k0", "anna", 3))));
        broken.schedulePollTask(() -> broken.setPollException(new KafkaException("away")));
        MockConsumer<String, byte[]> next = consumer();
        next.schedulePollTask(() -> {
            assertThat(weights.applyAsDouble("anna")).as("what was read holds").isEqualTo(3);
            add(next, List.of(key("k0", "anna", 5)));
        });
        next.schedulePollTask(reader::close);
        consumers.add(broken);
        consumers.add(next);

        reader.readUntilClosed();

        assertThat(weights.applyAsDouble("anna")).isEqualTo(5);
    }
}
