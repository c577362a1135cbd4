package io.scribestream.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.schemas.AvroSerde;
import io.scribestream.schemas.Samples;
import io.scribestream.schemas.Topic;
import io.scribestream.schemas.Topics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaMetadata;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericDatumReader;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericDatumWriter;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericRecord;
import org.apache.flink.formats.avro.registry.confluent.ConfluentSchemaRegistryCoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Confluent's own client, and Flink's reader and writer on top of it, against our registry server and our bytes. */
class ConfluentClientTest {

    private static final String V1 = thing("");
    private static final String V2 = thing(", {\"name\": \"b\", \"type\": \"int\", \"default\": 0}");
    private static final String BREAKING = thing(", {\"name\": \"c\", \"type\": \"int\"}");

    private final EmbeddedSchemaRegistry registry = EmbeddedSchemaRegistry.inMemory();
    private RegistryServer server;
    private SchemaRegistryClient confluent;
    private SchemaRegistry ours;

    @BeforeEach
    void listen() throws IOException {
        server = RegistryServer.onLoopback(registry, 0);
        confluent = new CachedSchemaRegistryClient(server.url().toString(), 100);
        ours = HttpSchemaRegistry.of(server.url().toString());
    }

    @AfterEach
    void stop() throws IOException {
        confluent.close();
        server.close();
    }

    static Stream<Topic<?>> topics() {
        return Topics.all().stream();
    }

    @ParameterizedTest
    @MethodSource("topics")
    <V extends SpecificRecord> void readsOurRecordsAsGenericOnes(Topic<V> topic) throws IOException {
        AvroSerde<V> serde = AvroSerde.of(topic, ours);
        for (V record : Samples.of(topic.type(), 5)) {
            ByteArrayInputStream bytes = new ByteArrayInputStream(serde.serialize(topic.name(), record));
            var schema = new ConfluentSchemaRegistryCoder(confluent).readSchema(bytes);
            GenericRecord read = new GenericDatumReader<GenericRecord>(schema).read(null, genericDecoder(bytes));
            assertThat(bytes.available()).isZero();
            assertThat(generic(topic, record)).isEqualTo(read.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("topics")
    <V extends SpecificRecord> void readsOurRecordsAsSpecificOnes(Topic<V> topic) throws IOException {
        AvroSerde<V> serde = AvroSerde.of(topic, ours);
        for (V record : Samples.of(topic.type(), 5)) {
            ByteArrayInputStream bytes = new ByteArrayInputStream(serde.serialize(topic.name(), record));
            Schema schema = new Schema.Parser()
                    .parse(new ConfluentSchemaRegistryCoder(confluent)
                            .readSchema(bytes)
                            .toString());
            V read = new SpecificDatumReader<V>(schema, topic.schema(), SpecificData.getForClass(topic.type()))
                    .read(null, DecoderFactory.get().directBinaryDecoder(bytes, null));
            assertThat(read).isEqualTo(record);
        }
    }

    @ParameterizedTest
    @MethodSource("topics")
    <V extends SpecificRecord> void writesSpecificRecordsThatWeRead(Topic<V> topic) throws IOException {
        AvroSerde<V> serde = AvroSerde.of(topic, ours);
        for (V record : Samples.of(topic.type(), 5)) {
            ByteArrayOutputStream bytes = header(topic);
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            new SpecificDatumWriter<V>(topic.schema(), SpecificData.getForClass(topic.type())).write(record, encoder);
            assertThat(serde.deserialize(topic.name(), bytes.toByteArray())).isEqualTo(record);
        }
    }

    @ParameterizedTest
    @MethodSource("topics")
    <V extends SpecificRecord> void writesGenericRecordsThatWeRead(Topic<V> topic) throws IOException {
        AvroSerde<V> serde = AvroSerde.of(topic, ours);
        for (V record : Samples.of(topic.type(), 5)) {
            GenericRecord generic = genericRecord(topic, record);
            ByteArrayOutputStream bytes = header(topic);
            new GenericDatumWriter<GenericRecord>(generic.getSchema())
                    .write(
                            generic,
                            org.apache.flink.avro.shaded.org.apache.avro.io.EncoderFactory.get()
                                    .directBinaryEncoder(bytes, null));
            assertThat(serde.deserialize(topic.name(), bytes.toByteArray())).isEqualTo(record);
        }
    }

    @Test
    void registersFindsAndListsVersions() throws Exception {
        assertThat(confluent.register("s", new AvroSchema(V1))).isEqualTo(1);
        assertThat(confluent.register("s", new AvroSchema(V2))).isEqualTo(2);
        assertThat(confluent.register("t", new AvroSchema(V1))).isEqualTo(1);
        SchemaMetadata latest = confluent.getLatestSchemaMetadata("s");
        assertThat(List.of(latest.getId(), latest.getVersion())).containsExactly(2, 2);
        assertThat(new Schema.Parser().parse(latest.getSchema())).isEqualTo(new Schema.Parser().parse(V2));
        assertThat(confluent.getSchemaMetadata("s", 1).getId()).isEqualTo(1);
        assertThat(confluent.getAllVersions("s")).containsExactly(1, 2);
        assertThat(confluent.getAllSubjects()).containsExactly("s", "t");
        assertThat(confluent.getAllSubjectsById(1)).containsExactly("s", "t");
        assertThat(confluent.getAllVersionsById(2)).singleElement().satisfies(use -> {
            assertThat(use.getSubject()).isEqualTo("s");
            assertThat(use.getVersion()).isEqualTo(2);
        });
        assertThat(confluent.getSchemaById(2).canonicalString()).isEqualTo(new AvroSchema(V2).canonicalString());
        try (SchemaRegistryClient fresh =
                new CachedSchemaRegistryClient(server.url().toString(), 10)) {
            assertThat(fresh.getVersion("s", new AvroSchema(V2))).isEqualTo(2);
            assertThat(fresh.getId("s", new AvroSchema(V2))).isEqualTo(2);
        }
        assertThat(confluent.getMode()).isEqualTo("READWRITE");
    }

    @Test
    void testsCompatibilityAndIsRefusedWhatBreaksIt() throws Exception {
        confluent.register("s", new AvroSchema(V1));
        assertThat(confluent.testCompatibility("s", new AvroSchema(V2))).isTrue();
        assertThat(confluent.testCompatibility("s", new AvroSchema(BREAKING))).isFalse();
        assertThat(confluent.testCompatibilityVerbose("s", new AvroSchema(BREAKING)))
                .singleElement()
                .asString()
                .contains("READER_FIELD_MISSING_DEFAULT_VALUE");
        assertThat(confluent.testCompatibility("nobody", new AvroSchema(V1))).isTrue();
        refused(409, 409, () -> confluent.register("s", new AvroSchema(BREAKING)));
    }

    @Test
    void changesTheRules() throws Exception {
        assertThat(confluent.getCompatibility(null)).isEqualTo("BACKWARD");
        assertThat(confluent.updateCompatibility(null, "FULL")).isEqualTo("FULL");
        assertThat(confluent.getCompatibility("")).isEqualTo("FULL");
        refused(404, 40408, () -> confluent.getCompatibility("s"));
        confluent.updateCompatibility("s", "NONE");
        assertThat(confluent.getCompatibility("s")).isEqualTo("NONE");
        confluent.register("s", new AvroSchema(V1));
        assertThat(confluent.register("s", new AvroSchema(BREAKING))).isEqualTo(2);
        refused(422, 42203, () -> confluent.updateCompatibility("s", "SOMETIMES"));
    }

    @Test
    void isToldWhatIsNotThere() throws Exception {
        refused(404, 40401, () -> confluent.getLatestSchemaMetadata("s"));
        refused(404, 40401, () -> confluent.getVersion("s", new AvroSchema(V1)));
        refused(404, 40403, () -> confluent.getSchemaById(5));
        confluent.register("s", new AvroSchema(V1));
        refused(404, 40402, () -> confluent.getSchemaMetadata("s", 5));
        refused(404, 40403, () -> confluent.getId("s", new AvroSchema(V2)));
    }

    private interface Question {
        void ask() throws Exception;
    }

    private static void refused(int status, int code, Question question) {
        assertThatThrownBy(question::ask).isInstanceOfSatisfying(RestClientException.class, e -> {
            assertThat(e.getStatus()).isEqualTo(status);
            assertThat(e.getErrorCode()).isEqualTo(code);
        });
    }

    private static String thing(String more) {
        return "{\"type\": \"record\", \"name\": \"Thing\", \"fields\": [{\"name\": \"a\", \"type\": \"string\"}" + more
                + "]}";
    }

    /** The first five bytes as the other side writes them, with the schema as it stands in the file. */
    private ByteArrayOutputStream header(Topic<?> topic) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ConfluentSchemaRegistryCoder(topic.subject(), confluent).writeSchema(foreign(topic), bytes);
        return bytes;
    }

    private static org.apache.flink.avro.shaded.org.apache.avro.Schema foreign(Topic<?> topic) {
        return new org.apache.flink.avro.shaded.org.apache.avro.Schema.Parser()
                .parse(topic.schema().toString());
    }

    private static <V extends SpecificRecord> GenericRecord genericRecord(Topic<V> topic, V record) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new SpecificDatumWriter<V>(topic.schema(), SpecificData.getForClass(topic.type()))
                .write(record, EncoderFactory.get().directBinaryEncoder(bytes, null));
        return new GenericDatumReader<GenericRecord>(foreign(topic))
                .read(null, genericDecoder(new ByteArrayInputStream(bytes.toByteArray())));
    }

    private static <V extends SpecificRecord> String generic(Topic<V> topic, V record) throws IOException {
        return genericRecord(topic, record).toString();
    }

    private static org.apache.flink.avro.shaded.org.apache.avro.io.Decoder genericDecoder(ByteArrayInputStream bytes) {
        return org.apache.flink.avro.shaded.org.apache.avro.io.DecoderFactory.get()
                .directBinaryDecoder(bytes, null);
    }
}
