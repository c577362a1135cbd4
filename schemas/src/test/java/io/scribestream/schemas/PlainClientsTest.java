package io.scribestream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.schemas.registry.EmbeddedSchemaRegistry;
import io.scribestream.schemas.registry.RegistryServer;
import io.scribestream.schemas.registry.RegistrySettings;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a plain KafkaProducer and a plain KafkaConsumer make of their settings, and of our records. */
class PlainClientsTest {

    private final EmbeddedSchemaRegistry registry = EmbeddedSchemaRegistry.inMemory();
    private RegistryServer server;

    @BeforeEach
    void listen() throws IOException {
        server = RegistryServer.onLoopback(registry, 0);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    static Stream<Topic<?>> topics() {
        return Topics.all().stream();
    }

    @ParameterizedTest
    @MethodSource("topics")
    <V extends SpecificRecord> void handOverEveryKindOfRecordByTheNameOfItsSchema(Topic<V> topic) {
        try (AvroSerializer<V> serializer = new AvroSerializer<>();
                AvroDeserializer<V> deserializer = new AvroDeserializer<>()) {
            serializer.configure(settings(), false);
            deserializer.configure(settings(), false);
            for (V record : Samples.of(topic.type(), 5)) {
                byte[] bytes = serializer.serialize(topic.name(), record);
                assertThat(deserializer.deserialize(topic.name(), bytes)).isEqualTo(record);
                assertThat(AvroSerde.of(topic, registry).deserialize(topic.name(), bytes))
                        .isEqualTo(record);
            }
        }
    }

    @Test
    void passNullOn() {
        try (AvroSerializer<SpecificRecord> serializer = new AvroSerializer<>();
                AvroDeserializer<SpecificRecord> deserializer = new AvroDeserializer<>()) {
            serializer.configure(settings(), false);
            deserializer.configure(settings(), false);
            assertThat(serializer.serialize("t", null)).isNull();
            assertThat(deserializer.deserialize("t", null)).isNull();
        }
    }

    @Test
    void refuseARecordWithoutAGeneratedClass() {
        int id = registry.register(
                "t-value",
                new Schema.Parser()
                        .parse(
                                "{\"type\": \"record\", \"name\": \"Stranger\", \"namespace\": \"com.example\", \"fields\": []}"));
        try (AvroDeserializer<SpecificRecord> deserializer = new AvroDeserializer<>()) {
            deserializer.configure(settings(), false);
            assertThatThrownBy(() -> deserializer.deserialize("t", new byte[] {0, 0, 0, 0, (byte) id}))
                    .isInstanceOf(SerializationException.class)
                    .hasMessage("there is no generated class for a com.example.Stranger");
        }
    }

    @Test
    void refuseWrongSettingsByTheirNames() {
        refused(Map.of(), false, "schema.registry.url");
        refused(Map.of(RegistrySettings.URL, "localhost:8081"), false, "schema.registry.url");
        refused(
                Map.of(RegistrySettings.URL, "http://a:1", RegistrySettings.CREDENTIALS_SOURCE, "USER_INFO"),
                false,
                "basic.auth.user.info");
        refused(
                Map.of(RegistrySettings.URL, "http://a:1", RegistrySettings.CREDENTIALS_SOURCE, "SASL_INHERIT"),
                false,
                "basic.auth.credentials.source");
        refused(settings(), true, "keys are strings");
    }

    private static void refused(Map<String, String> settings, boolean isKey, String name) {
        try (AvroSerializer<SpecificRecord> serializer = new AvroSerializer<>();
                AvroDeserializer<SpecificRecord> deserializer = new AvroDeserializer<>()) {
            assertThatThrownBy(() -> serializer.configure(settings, isKey))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(name);
            assertThatThrownBy(() -> deserializer.configure(settings, isKey))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(name);
        }
    }

    private Map<String, String> settings() {
        return Map.of(RegistrySettings.URL, server.url().toString());
    }
}
