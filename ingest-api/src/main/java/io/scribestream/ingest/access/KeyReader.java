package io.scribestream.ingest.access;

import io.scribestream.runtime.Component;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Health;
import io.scribestream.runtime.Lack;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.ClientKey;
import io.scribestream.schemas.registry.RegistryUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code keys -> directory}: reads the whole topic, and then what is added, for as long as the process lives. Every instance
 * does so for itself. While Kafka is away, what was read before holds.
 */
public final class KeyReader implements Component {

    private static final Logger LOG = LoggerFactory.getLogger(KeyReader.class);
    private static final TopicPartition PARTITION = new TopicPartition(Topics.KEYS.name(), 0);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final Consumer<String, byte[]> consumer;
    private final Deserializer<ClientKey> values;
    private final KeyDirectory directory;
    private final CountDownLatch whole = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "keys-reader");
    private volatile boolean closing;
    private volatile String trouble = "";

    private KeyReader(Consumer<String, byte[]> consumer, Deserializer<ClientKey> values, KeyDirectory directory) {
        this.consumer = consumer;
        this.values = values;
        this.directory = directory;
        thread.setDaemon(true);
    }

    /** @param consumer of no group; belongs to the reader from now on */
    public static KeyReader start(
            Consumer<String, byte[]> consumer, Deserializer<ClientKey> values, KeyDirectory directory) {
        KeyReader reader = new KeyReader(consumer, values, directory);
        reader.thread.start();
        return reader;
    }

    /**
     * Waits until all that there was at the start is known: before that, a good key would be refused.
     *
     * @throws EnvironmentException if that takes longer
     */
    public void awaitWhole(Duration patience) throws InterruptedException {
        if (!whole.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new EnvironmentException(
                    Lack.UNREACHABLE,
                    "the topic " + Topics.KEYS.name() + " was not read to its end within " + patience.toSeconds() + " s"
                            + (trouble.isEmpty() ? "" : ": " + trouble));
        }
    }

    @Override
    public String name() {
        return "keys";
    }

    @Override
    public Health check() {
        if (!thread.isAlive()) {
            return Health.failed("are not read any more");
        } else if (whole.getCount() > 0) {
            return Health.waiting("reads all keys" + (trouble.isEmpty() ? "" : "; " + trouble));
        }
        return Health.ready(
                trouble.isEmpty() ? directory.all().size() + " known" : "as they were last read; " + trouble);
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            thread.join(CLOSE_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (consumer) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            while (!closing) {
                read();
            }
        } catch (WakeupException e) {
            LOG.debug("the reader of keys was woken to end", e);
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("keys are not read any more");
        }
    }

    private void read() {
        try {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                takePatiently(record);
            }
            if (whole.getCount() > 0 && isAtEnd()) {
                whole.countDown();
                LOG.atInfo().addKeyValue("keys", directory.all().size()).log("keys read");
            }
            trouble = "";
        } catch (WakeupException e) {
            throw e;
        } catch (RetriableException e) {
            wait(e);
        }
    }

    /** Again and again while the registry is away: to pass a record over could leave a key good that was revoked. */
    private void takePatiently(ConsumerRecord<String, byte[]> record) {
        while (!closing) {
            try {
                take(record);
                return;
            } catch (RegistryUnavailableException e) {
                wait(e);
            }
        }
    }

    /** The keys that are known stay as they are. */
    private void wait(RuntimeException because) {
        trouble = String.valueOf(because.getMessage());
        LOG.atWarn().addKeyValue("reason", trouble).log("keys cannot be read now, trying again");
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing = true;
        }
    }

    private boolean isAtEnd() {
        long end = consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
        return consumer.position(PARTITION) >= end;
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (record.key() == null) {
            return;
        }
        try {
            ClientKey key = record.value() == null ? null : values.deserialize(record.topic(), record.value());
            if (key == null) {
                directory.remove(record.key());
            } else if (key.getKeyId().equals(record.key())) {
                directory.put(key);
            } else {
                LOG.atError()
                        .addKeyValue("offset", record.offset())
                        .log("a record of another key than its own, ignored");
            }
        } catch (RegistryUnavailableException e) {
            throw e; // One of the others by its type, but the record may be all right.
        } catch (SerializationException e) {
            // What it said before may be what this one ended: refuse it until it is said anew.
            directory.remove(record.key());
            LOG.atError().addKeyValue("offset", record.offset()).setCause(e).log("a key cannot be read and is refused");
        }
    }
}
