package io.scribestream.schemas;

import io.scribestream.schemas.registry.RegistrySettings;
import io.scribestream.schemas.registry.SchemaRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * For a plain {@code KafkaConsumer}: reads a value as the generated class that its schema is named after, with the registry
 * that {@link RegistrySettings#URL} names. What a newer writer says beyond our fields is passed over.
 *
 * @param <V> the generated class of the values
 */
public final class AvroDeserializer<V extends SpecificRecord> implements Deserializer<V> {

    private final Map<Class<?>, AvroSerde<V>> serdes = new ConcurrentHashMap<>();
    private @Nullable SchemaRegistry registry;

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
        if (isKey) {
            throw new ConfigException("keys are strings here: set a StringDeserializer for them");
        }
        registry = RegistrySettings.connect(settings);
    }

    @Override
    public @Nullable V deserialize(String topic, byte @Nullable [] bytes) {
        SchemaRegistry asked = registry;
        if (asked == null) {
            throw new IllegalStateException("configure(...) was not called");
        }
        if (bytes == null) {
            return null;
        }
        Class<V> type = type(asked.byId(AvroSerde.schemaId(bytes)));
        return serdes.computeIfAbsent(type, name -> AvroSerde.of(type, asked)).deserialize(topic, bytes);
    }

    @SuppressWarnings("unchecked")
    private Class<V> type(Schema written) {
        Class<?> type = SpecificData.get().getClass(written);
        if (type == null || !SpecificRecord.class.isAssignableFrom(type)) {
            throw new SerializationException("there is no generated class for a " + written.getFullName());
        }
        return (Class<V>) type;
    }
}
