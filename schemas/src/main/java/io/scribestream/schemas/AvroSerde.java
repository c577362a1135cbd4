package io.scribestream.schemas;

import io.scribestream.schemas.registry.SchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
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
    private static final int FIRST_BUFFER = 512;
    /** What a record's key, headers and frame may take beside its value. */
    private static final int ROOM = 16 * 1024;

    private static final String NOT_OURS = "not a record in the registry's wire format: ";

    private final Class<V> type;
    private final Schema schema;
    private final Schema published;
    private final DatumWriter<V> writer;
    private final SchemaRegistry registry;
    private final boolean strict;
    private final int maxBytes;
    private final Map<String, Integer> ids = new ConcurrentHashMap<>();
    private final Map<Integer, DatumReader<V>> readers = new ConcurrentHashMap<>();

    private AvroSerde(Class<V> type, SchemaRegistry registry, boolean strict, int maxBytes) {
        this.type = type;
        this.schema = SpecificData.get().getSchema(type);
        this.published = PublishedSchema.of(schema);
        this.writer = new SpecificDatumWriter<>(schema, SpecificData.getForClass(type));
        this.registry = registry;
        this.strict = strict;
        this.maxBytes = maxBytes;
    }

    public static <V extends SpecificRecord> AvroSerde<V> of(Class<V> type, SchemaRegistry registry) {
        return new AvroSerde<>(type, registry, false, Integer.MAX_VALUE);
    }

    public static <V extends SpecificRecord> AvroSerde<V> of(Topic<V> topic, SchemaRegistry registry) {
        return new AvroSerde<>(topic.type(), registry, topic.strict(), topic.maxRecordBytes() - ROOM);
    }

    @Override
    public Serializer<V> serializer() {
        return this;
    }

    @Override
    public Deserializer<V> deserializer() {
        return this;
    }

    /**
     * @throws SerializationException if the value cannot be written, say for a required field that is null, or is larger
     *     than its topic takes: the broker's own refusal would come too late, and take a whole transaction with it
     * @throws io.scribestream.schemas.registry.IncompatibleSchemaException if the registry refuses the schema
     * @throws io.scribestream.schemas.registry.RegistryUnavailableException if the registry does not answer
     */
    @Override
    public byte @Nullable [] serialize(String topic, @Nullable V value) {
        if (value == null) {
            return null;
        }
        int id = ids.computeIfAbsent(topic, name -> registry.register(name + "-value", published));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(FIRST_BUFFER);
        bytes.write(MAGIC);
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(id).array());
        try {
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            writer.write(value, encoder);
            encoder.flush();
        } catch (IOException | RuntimeException e) {
            throw new SerializationException(
                    "cannot write a " + type.getSimpleName() + " for " + topic + ": " + e.getMessage(), e);
        }
        if (bytes.size() > maxBytes) {
            throw new SerializationException("cannot write a " + type.getSimpleName() + " for " + topic + ": it has "
                    + bytes.size() + " bytes, at most " + maxBytes + " fit");
        }
        return bytes.toByteArray();
    }

    /**
     * @throws SerializationException if these bytes are no such record
     * @throws UnknownFieldException if the serde is strict and the writer's schema has a field that ours does not
     * @throws io.scribestream.schemas.registry.UnknownSchemaException if no schema has the record's id
     * @throws io.scribestream.schemas.registry.RegistryUnavailableException if the registry does not answer
     */
    @Override
    public @Nullable V deserialize(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        DatumReader<V> reader = readers.computeIfAbsent(schemaId(bytes), this::reader);
        RecordDecoder decoder = new RecordDecoder(bytes, HEADER);
        V value;
        try {
            value = reader.read(null, decoder);
        } catch (IOException | RuntimeException e) {
            throw new SerializationException(
                    "cannot read a " + type.getSimpleName() + " from " + topic + ": " + e.getMessage(), e);
        }
        if (decoder.left() > 0) {
            throw new SerializationException("cannot read a " + type.getSimpleName() + " from " + topic + ": "
                    + decoder.left() + " bytes too many stand behind it");
        }
        return value;
    }

    /** The id in a record's first bytes. */
    static int schemaId(byte[] bytes) {
        if (bytes.length < HEADER) {
            throw new SerializationException(NOT_OURS + "it has only " + bytes.length + " bytes");
        }
        if (bytes[0] != MAGIC) {
            throw new SerializationException(NOT_OURS + "it begins with byte " + (bytes[0] & 0xff) + " instead of 0");
        }
        return ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
    }

    private DatumReader<V> reader(int writerId) {
        Schema written = registry.byId(writerId);
        if (strict) {
            KnownFields.check(written, schema);
        }
        return new SpecificDatumReader<>(written, schema, SpecificData.getForClass(type));
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {}

    @Override
    public void close() {}
}
