package io.scribestream.runtime;

import io.scribestream.schemas.AvroSerde;
import io.scribestream.schemas.Topic;
import io.scribestream.schemas.registry.SchemaRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** Topics and stores as typed things, so that a name and its serde cannot part. */
public final class Wire {

    private final SchemaRegistry registry;
    private final Map<Topic<?>, AvroSerde<?>> serdes = new ConcurrentHashMap<>();

    public Wire(SchemaRegistry registry) {
        this.registry = registry;
    }

    public SchemaRegistry registry() {
        return registry;
    }

    @SuppressWarnings("unchecked")
    public <V extends SpecificRecord> AvroSerde<V> serde(Topic<V> topic) {
        return (AvroSerde<V>) serdes.computeIfAbsent(topic, t -> AvroSerde.of(t, registry));
    }

    /** The records of a topic; the source node is named {@code from-<topic>}. */
    public <V extends SpecificRecord> KStream<String, V> in(StreamsBuilder builder, Topic<V> topic) {
        return builder.stream(
                topic.name(), Consumed.with(Serdes.String(), serde(topic)).withName("from-" + shortName(topic)));
    }

    /**
     * The records of a topic; those that cannot be read come too, as {@link Unreadable}, for a flow that has to answer
     * them. With the registry away none is taken for unreadable. The source is named {@code from-<topic>}, the step that
     * reads {@code read-<topic>}.
     */
    public <V extends SpecificRecord> KStream<String, Object> inAll(StreamsBuilder builder, Topic<V> topic) {
        return builder.stream(
                        topic.name(),
                        Consumed.with(Serdes.String(), Serdes.ByteArray()).withName("from-" + shortName(topic)))
                .mapValues(bytes -> read(topic, bytes), Named.as("read-" + shortName(topic)));
    }

    /** Sends records to a topic, by key; the sink node is named {@code to-<topic>}. */
    public <V extends SpecificRecord> void out(Topic<V> topic, KStream<String, V> records) {
        records.to(topic.name(), produced(topic));
    }

    /** Sends records to a topic, each to the partition that the partitioner says. */
    public <V extends SpecificRecord> void out(
            Topic<V> topic, KStream<String, V> records, StreamPartitioner<String, V> partitioner) {
        records.to(topic.name(), produced(topic).withStreamPartitioner(partitioner));
    }

    /** A persistent, changelogged store of records by string keys. */
    public <V extends SpecificRecord> StoreBuilder<KeyValueStore<String, V>> store(String name, Class<V> type) {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(name), Serdes.String(), AvroSerde.of(type, registry))
                .withLoggingEnabled(Map.of());
    }

    private @Nullable Object read(Topic<?> topic, byte @Nullable [] bytes) {
        try {
            return serde(topic).deserialize(topic.name(), bytes);
        } catch (RuntimeException e) {
            if (bytes == null || Fault.of(e) != Fault.RECORD) {
                throw e;
            }
            return new Unreadable(bytes, e);
        }
    }

    private <V extends SpecificRecord> Produced<String, V> produced(Topic<V> topic) {
        return Produced.with(Serdes.String(), serde(topic)).withName("to-" + shortName(topic));
    }

    private static String shortName(Topic<?> topic) {
        return topic.name().substring(topic.name().lastIndexOf('.') + 1);
    }
}
