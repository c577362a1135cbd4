package io.scribestream.runtime.tail;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.scribestream.schemas.registry.RegistryUnavailableException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the values of records. One that cannot be read ends what its key said before, as a removal does: it may be what was
 * to end it. With the registry away a record is read again until it can be told which it is.
 */
public final class ValueListener<V> implements TopicTail.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(ValueListener.class);

    private final Deserializer<V> values;
    private final Taker<V> taker;

    /** Is told of each record with a key, in the topic's order. */
    @FunctionalInterface
    public interface Taker<V> {

        /**
         * @param value null when the key was removed, or says nothing that can be read
         * @param at the record's time, in milliseconds of the epoch
         */
        void take(String key, @Nullable V value, long at);
    }

    public ValueListener(Deserializer<V> values, Taker<V> taker) {
        this.values = values;
        this.taker = taker;
    }

    @Override
    public void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() != null) {
            taker.take(new String(record.key(), UTF_8), value(record), record.timestamp());
        }
    }

    private @Nullable V value(ConsumerRecord<byte[], byte[]> record) {
        try {
            return record.value() == null ? null : values.deserialize(record.topic(), record.value());
        } catch (RegistryUnavailableException e) {
            throw e; // One of the others by its type, but the record may be all right.
        } catch (SerializationException e) {
            LOG.atError()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("offset", record.offset())
                    .setCause(e)
                    .log("a record cannot be read; its key says nothing until the next");
            return null;
        }
    }
}
