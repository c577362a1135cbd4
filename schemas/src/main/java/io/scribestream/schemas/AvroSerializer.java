package io.scribestream.schemas;

import io.scribestream.schemas.registry.RegistrySettings;
import io.scribestream.schemas.registry.SchemaRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * For a plain {@code KafkaProducer}: writes any of our records as a value, with the registry that
 * {@link RegistrySettings#URL} names. Wherever the record goes, its schema is registered first, so a topic never holds
 * what nobody can read.
 *
 * @param <V> the generated class of the values
 */
public final class AvroSerializer<V extends SpecificRecord> implements Serializer<V> {

    private final Map<Class<?>, AvroSerde<V>> serdes = new ConcurrentHashMap<>();
    private @Nullable SchemaRegistry registry;

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
        if (isKey) {
            throw new ConfigException("keys are strings here: set a StringSerializer for them");
        }
        registry = RegistrySettings.connect(settings);
    }

    @Override
    @SuppressWarnings("unchecked")
    public byte @Nullable [] serialize(String topic, @Nullable V value) {
        SchemaRegistry asked = registry;
        if (asked == null) {
            throw new IllegalStateException("configure(...) was not called");
        }
        return value == null
                ? null
                : serdes.computeIfAbsent(value.getClass(), type -> AvroSerde.of((Class<V>) type, asked))
                        .serialize(topic, value);
    }
}
