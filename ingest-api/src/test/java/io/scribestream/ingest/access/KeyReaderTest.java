package io.scribestream.ingest.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.runtime.tail.TailOf;
import io.scribestream.schemas.AvroSerde;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.ClientKey;
import io.scribestream.schemas.avro.KeyScope;
import io.scribestream.schemas.registry.InMemorySchemaRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KeyReaderTest {

    private static final TopicPartition PARTITION = new TopicPartition(Topics.KEYS.name(), 0);

    private final AvroSerde<ClientKey> serde = AvroSerde.of(Topics.KEYS, new InMemorySchemaRegistry());
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final KeyDirectory directory = new KeyDirectory();
    private final IssuedKey key = IssuedKey.issue(new SecureRandom());
    private long offset;
    private @Nullable KeyReader reader;

    @BeforeEach
    void begin() {
        consumer.updatePartitions(
                PARTITION.topic(), List.of(new PartitionInfo(PARTITION.topic(), 0, null, null, null)));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, 0L));
    }

    @AfterEach
    void end() {
        if (reader != null) {
            reader.close();
        }
    }

    @Test
    void isReadyWhenItKnowsAllThatThereWas() throws Exception {
        consumer.updateEndOffsets(Map.of(PARTITION, 1L));
        KeyReader reading = start(serde);
        assertThat(reading.check().isReady()).isFalse();

        add(key.id(), serde.serialize(PARTITION.topic(), record(Instant.EPOCH)));

        reading.awaitWhole(Duration.ofSeconds(30));
        assertThat(directory.caller(key.text())).isPresent();
        assertThat(reading.check().isReady()).isTrue();
    }

    @Test
    void hearsOfWhatIsMadeAndRevokedLater() throws Exception {
        start(serde).awaitWhole(Duration.ofSeconds(30));
        assertThat(directory.caller(key.text())).isEmpty();

        add(key.id(), serde.serialize(PARTITION.topic(), record(Instant.EPOCH)));
        until(() -> directory.caller(key.text()).isPresent());

        add(key.id(), serde.serialize(PARTITION.topic(), record(Instant.ofEpochSecond(1))));
        until(() -> directory.caller(key.text()).isEmpty());
        assertThat(directory.all()).hasSize(1);

        add(key.id(), null);
        until(() -> directory.all().isEmpty());
    }

    @Test
    void refusesAKeyWhoseNewestRecordCannotBeReadAndGoesOn() throws Exception {
        KeyReader reading = start(serde);
        add(key.id(), serde.serialize(PARTITION.topic(), record(Instant.EPOCH)));
        until(() -> directory.caller(key.text()).isPresent());

        add(key.id(), new byte[] {1, 2, 3});
        until(() -> directory.caller(key.text()).isEmpty());

        add(key.id(), serde.serialize(PARTITION.topic(), record(Instant.EPOCH)));
        until(() -> directory.caller(key.text()).isPresent());
        assertThat(reading.check().isReady()).isTrue();
    }

    @Test
    void takesNoRecordUnderTheNameOfAnotherKey() throws Exception {
        start(serde);
        IssuedKey other = IssuedKey.issue(new SecureRandom());
        add(other.id(), serde.serialize(PARTITION.topic(), record(Instant.EPOCH)));
        add(other.id(), serde.serialize(PARTITION.topic(), record(other, Instant.EPOCH)));
        until(() -> directory.caller(other.text()).isPresent());

        assertThat(directory.all()).extracting(ClientKey::getKeyId).containsExactly(other.id());
    }

    private KeyReader start(Deserializer<ClientKey> values) {
        reader = new KeyReader(
                TailOf.consumer(consumer, Topics.KEYS.name(), KeyReader.listener(values, directory)), directory);
        return reader;
    }

    private ClientKey record(Instant revoked) {
        return record(key, revoked);
    }

    private static ClientKey record(IssuedKey of, Instant revoked) {
        return ClientKey.newBuilder()
                .setKeyId(of.id())
                .setClient("anna")
                .setHash(of.hash())
                .setScopes(List.of(KeyScope.READ))
                .setRevokedAt(revoked)
                .build();
    }

    /** On the polling thread: the consumer is for one thread, and has its partition only after the first poll. */
    private void add(String id, byte @Nullable [] value) {
        long at = offset++;
        consumer.schedulePollTask(() -> {
            consumer.updateEndOffsets(Map.of(PARTITION, at + 1));
            consumer.addRecord(new ConsumerRecord<>(PARTITION.topic(), 0, at, id.getBytes(UTF_8), value));
        });
    }

    private static void until(BooleanSupplier so) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!so.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(5);
        }
    }
}
