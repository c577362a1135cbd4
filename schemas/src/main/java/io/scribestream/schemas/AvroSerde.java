package io.scribestream.schemas;

import io.scribestream.schemas.registry.SchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Values in Confluent's wire format: a zero byte, the schema's id as four bytes, the record in Avro binary. The subject
 * is the topic's name and {@code -value}. Thread-safe.
 *
 * @param <V> the generated class of the values
 */
public final class AvroSerde<V extends SpecificRecord> implements Serde<V>, Serializer<V>, Deserializer<V> {

    private static final byte MAGIC = 0;
    private static final int HEADER = 5;

    private final Class<V> type;
    private final Schema schema;
    private final SchemaRegistry registry;
    private final boolean strict;
    private final Map<String, Integer> ids = new ConcurrentHashMap<>();
    private final Map<Integer, Schema> writers = new ConcurrentHashMap<>();

    private AvroSerde(Class<V> type, SchemaRegistry registry, boolean strict) {
        this.type = type;
        this.schema = SpecificData.get().getSchema(type);
        this.registry = registry;
        this.strict = strict;
    }

    public static <V extends SpecificRecord> AvroSerde<V> of(Class<V> type, SchemaRegistry registry) {
        return new AvroSerde<>(type, registry, false);
    }

    public static <V extends SpecificRecord> AvroSerde<V> of(Topic<V> topic, SchemaRegistry registry) {
        return new AvroSerde<>(topic.type(), registry, topic.strict());
    }

    @Override
    public Serializer<V> serializer() {
        return this;
    }

    @Override
    public Deserializer<V> deserializer() {
        return this;
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable V value) {
        if (value == null) {
            return null;
        }
        int id = ids.computeIfAbsent(topic + "-value", subject -> registry.register(subject, schema));
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.write(MAGIC);
            bytes.writeBytes(ByteBuffer.allocate(4).putInt(id).array());
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            new SpecificDatumWriter<V>(schema).write(value, encoder);
            encoder.flush();
            return bytes.toByteArray();
        } catch (IOException | RuntimeException e) {
            throw new SerializationException("cannot write a " + type.getSimpleName() + ": " + e.getMessage(), e);
        }
    }

    /** Not called by {@link Serde} users; see {@link #serialize}. */
    @Override
    @SuppressWarnings("unchecked")
    public @Nullable V deserialize(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        if (bytes.length < HEADER || bytes[0] != MAGIC) {
            throw new SerializationException("not a record in the registry's wire format: it "
                    + (bytes.length < HEADER
                            ? "has only " + bytes.length + " bytes"
                            : "begins with byte " + (bytes[0] & 0xff) + " instead of 0"));
        }
        Schema writer = writers.computeIfAbsent(ByteBuffer.wrap(bytes, 1, 4).getInt(), registry::byId);
        if (strict) {
            KnownFields.check(writer, schema);
        }
        try {
            return (V) new SpecificDatumReader<>(writer, schema, SpecificData.getForClass(type))
                    .read(null, DecoderFactory.get().binaryDecoder(bytes, HEADER, bytes.length - HEADER, null));
        } catch (IOException | UncheckedIOException | AvroRuntimeException | IndexOutOfBoundsException e) {
            throw new SerializationException("cannot read a " + type.getSimpleName() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {}

    @Override
    public void close() {}
}
