package io.scribestream.standalone;

import io.scribestream.ingest.access.KeyDirectory;
import io.scribestream.ingest.access.KeyReader;
import io.scribestream.ingest.access.Keys;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.Wire;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.ClientKey;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringSerializer;

/** The keys of clients, with what reads and writes their topic. */
public final class KeyRoom implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration WHOLE = Duration.ofSeconds(60);
    private static final int BUFFER_BYTES = 1 << 20;

    private final KeyDirectory directory = new KeyDirectory();
    private final KafkaProducer<String, ClientKey> producer;
    private final KeyReader reader;
    private final Keys keys;

    private KeyRoom(RuntimeConfig config, Wire wire) {
        Map<String, Object> settings = new HashMap<>(config.clientProperties());
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
        this.producer = new KafkaProducer<>(settings, new StringSerializer(), wire.serde(Topics.KEYS));
        this.reader = KeyReader.start(config, wire.serde(Topics.KEYS), directory);
        this.keys = new Keys(producer, directory, Clock.systemUTC());
    }

    /**
     * Reads all keys that there are, and goes on reading.
     *
     * @throws EnvironmentException if they cannot be read within a minute
     */
    public static KeyRoom open(RuntimeConfig config, Wire wire) {
        KeyRoom room = new KeyRoom(config, wire);
        try {
            room.reader.awaitWhole(WHOLE);
            return room;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            room.close();
            throw new EnvironmentException("interrupted while reading the keys", e);
        } catch (RuntimeException e) {
            room.close();
            throw e;
        }
    }

    KeyDirectory directory() {
        return directory;
    }

    KeyReader reader() {
        return reader;
    }

    /** Makes and ends keys. */
    public Keys keys() {
        return keys;
    }

    @Override
    public void close() {
        reader.close();
        producer.close(PATIENCE);
    }
}
