package io.scribestream.ingest.access;

import io.scribestream.runtime.Component;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Health;
import io.scribestream.runtime.Lack;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.tail.TopicTail;
import io.scribestream.runtime.tail.ValueListener;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.ClientKey;
import java.time.Duration;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code keys -> directory}: reads the whole topic, and then what is added, for as long as the process lives. Every instance
 * does so for itself. While Kafka is away, what was read before holds; a record that cannot be read may end a key, so that
 * key is refused until it is said anew.
 */
public final class KeyReader implements Component {

    private static final Logger LOG = LoggerFactory.getLogger(KeyReader.class);

    private final TopicTail tail;
    private final KeyDirectory directory;

    KeyReader(TopicTail tail, KeyDirectory directory) {
        this.tail = tail;
        this.directory = directory;
    }

    /** Reads from now on. */
    public static KeyReader start(RuntimeConfig config, Deserializer<ClientKey> values, KeyDirectory directory) {
        return new KeyReader(
                TopicTail.follow("keys-reader", Topics.KEYS.name(), config, listener(values, directory)), directory);
    }

    /**
     * Waits until all that there was at the start is known: before that, a good key would be refused.
     *
     * @throws EnvironmentException if that takes longer
     */
    public void awaitWhole(Duration patience) throws InterruptedException {
        if (!tail.awaitWhole(patience)) {
            throw new EnvironmentException(
                    Lack.UNREACHABLE,
                    "the topic " + Topics.KEYS.name() + " was not read to its end within " + patience.toSeconds() + " s"
                            + because());
        }
        LOG.atInfo().addKeyValue("keys", directory.all().size()).log("keys read");
    }

    @Override
    public String name() {
        return "keys";
    }

    @Override
    public Health check() {
        if (!tail.isReading()) {
            return Health.failed("are not read any more");
        } else if (!tail.isWhole()) {
            return Health.waiting("reads all keys" + because());
        }
        return Health.ready(
                tail.trouble().isEmpty() ? directory.all().size() + " known" : "as they were last read" + because());
    }

    @Override
    public void close() {
        tail.close();
    }

    static TopicTail.Listener listener(Deserializer<ClientKey> values, KeyDirectory directory) {
        return new ValueListener<>(values, (keyId, key, at) -> take(directory, keyId, key));
    }

    private static void take(KeyDirectory directory, String keyId, @Nullable ClientKey key) {
        if (key == null) {
            directory.remove(keyId);
        } else if (key.getKeyId().equals(keyId)) {
            directory.put(key);
        } else {
            LOG.atError().addKeyValue("key", keyId).log("a record of another key than its own, ignored");
        }
    }

    private String because() {
        String trouble = tail.trouble();
        return trouble.isEmpty() ? "" : ": " + trouble;
    }
}
