package io.scribestream.chunker;

import io.scribestream.runtime.Flow;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.Wire;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.ClientKey;
import io.scribestream.schemas.registry.RegistryUnavailableException;
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
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code keys -> weights}: the whole topic, and then what is added. With the broker or the registry away it begins anew
 * until it is closed; what was read before holds, and no job waits for it.
 */
final class KeyWeightReader implements Flow.Companion {

    private static final Logger LOG = LoggerFactory.getLogger(KeyWeightReader.class);
    private static final TopicPartition PARTITION = new TopicPartition(Topics.KEYS.name(), 0);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(2);
    private static final int FETCH_BYTES = 1 << 20;

    private final KeyWeights weights;
    private final Deserializer<ClientKey> keys;
    private final Duration pause;
    private final Supplier<Consumer<String, byte[]>> consumers;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::readUntilClosed, "key-weights");
    private volatile @Nullable Consumer<String, byte[]> present;

    KeyWeightReader(
            KeyWeights weights,
            Deserializer<ClientKey> keys,
            Duration pause,
            Supplier<Consumer<String, byte[]>> consumers) {
        this.weights = weights;
        this.keys = keys;
        this.pause = pause;
        this.consumers = consumers;
    }

    /** Reads from now on, on a thread of its own. */
    static KeyWeightReader start(KeyWeights weights, Wire wire, RuntimeConfig config) {
        Map<String, Object> settings = new HashMap<>(config.clientProperties());
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "scribestream-chunker-keys-" + config.instanceId());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        KeyWeightReader reader = new KeyWeightReader(
                weights,
                wire.serde(Topics.KEYS).deserializer(),
                PAUSE,
                () -> new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer()));
        reader.thread.setDaemon(true);
        reader.thread.start();
        return reader;
    }

    void readUntilClosed() {
        boolean away = false;
        while (!isClosed()) {
            try (Consumer<String, byte[]> consumer = consumers.get()) {
                present = consumer;
                consumer.assign(List.of(PARTITION));
                consumer.seekToBeginning(List.of(PARTITION));
                while (!isClosed()) {
                    consumer.poll(POLL).forEach(this::take);
                }
            } catch (KafkaException e) {
                if (!away && !isClosed()) {
                    LOG.atWarn()
                            .addKeyValue("reason", e.toString())
                            .log("weights of keys cannot be read for now, trying again");
                }
                away = true;
                pause();
            }
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (record.key() == null) {
            return;
        }
        try {
            ClientKey key = record.value() == null ? null : keys.deserialize(record.topic(), record.value());
            if (key == null || !key.getKeyId().equals(record.key())) {
                weights.remove(record.key());
            } else {
                weights.put(key);
            }
        } catch (RegistryUnavailableException e) {
            throw e; // One of the others by its type, but the record may be all right.
        } catch (SerializationException e) {
            weights.remove(record.key());
            LOG.atError()
                    .addKeyValue("offset", record.offset())
                    .setCause(e)
                    .log("a key cannot be read, its client weighs as others do");
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
