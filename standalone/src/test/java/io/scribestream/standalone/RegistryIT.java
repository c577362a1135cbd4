package io.scribestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.schemas.registry.EmbeddedSchemaRegistry;
import io.scribestream.schemas.registry.HttpSchemaRegistry;
import io.scribestream.schemas.registry.IncompatibleSchemaException;
import io.scribestream.schemas.registry.RegistryServer;
import io.scribestream.standalone.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(KafkaUnderTest.Extension.class)
class RegistryIT {

    private final KafkaUnderTest kafka;
    private final String subject = "registry-it-" + UUID.randomUUID();

    RegistryIT(KafkaUnderTest kafka) {
        this.kafka = kafka;
    }

    @Test
    void knowsEverySchemaByTheSameIdAfterARestart() {
        Schema one = schema("one");
        Schema two = schema("two");
        int idOfOne;
        int idOfTwo;
        try (EmbeddedSchemaRegistry registry = EmbeddedSchemaRegistry.onTopic(kafka.bootstrapServers())) {
            idOfOne = registry.register(subject + "-1", one);
            idOfTwo = registry.register(subject + "-2", two);
        }
        try (EmbeddedSchemaRegistry registry = EmbeddedSchemaRegistry.onTopic(kafka.bootstrapServers())) {
            assertThat(registry.byId(idOfOne)).isEqualTo(one);
            assertThat(registry.byId(idOfTwo)).isEqualTo(two);
            assertThat(registry.register(subject + "-1", one)).isEqualTo(idOfOne);
            assertThat(registry.register(subject + "-2", two)).isEqualTo(idOfTwo);
            assertThat(registry.register(subject + "-3", schema("three"))).isGreaterThan(idOfTwo);
            assertThatThrownBy(() -> registry.register(subject + "-1", two))
                    .isInstanceOf(IncompatibleSchemaException.class);
        }
    }

    @Test
    void needsNoBrokerBeforeItIsAsked(@TempDir Path folder) {
        int port = EmbeddedKafka.port(0);
        Schema schema = schema("early");
        try (EmbeddedSchemaRegistry registry = EmbeddedSchemaRegistry.onTopicOf(EmbeddedKafka.bootstrapServers(port))) {
            EmbeddedKafka broker = EmbeddedKafka.start(folder, port);
            try {
                registry.read();
                assertThat(registry.byId(registry.register(subject, schema))).isEqualTo(schema);
            } finally {
                registry.close();
                broker.close();
            }
        }
    }

    @Test
    void answersAllItsClientsAlike() throws Exception {
        try (EmbeddedSchemaRegistry registry = EmbeddedSchemaRegistry.onTopic(kafka.bootstrapServers());
                RegistryServer server = RegistryServer.onLoopback(registry, 0)) {
            HttpSchemaRegistry here = HttpSchemaRegistry.of(server.url().toString());
            HttpSchemaRegistry there = HttpSchemaRegistry.of(server.url().toString());
            Schema schema = schema("shared");
            int id = here.register(subject, schema);
            assertThat(there.byId(id)).isEqualTo(schema);
            assertThat(there.register(subject, schema)).isEqualTo(id);
            assertThat(registry.register(subject, schema)).isEqualTo(id);
            try (EmbeddedSchemaRegistry other = EmbeddedSchemaRegistry.onTopic(kafka.bootstrapServers())) {
                assertThat(other.byId(id)).isEqualTo(schema);
                assertThat(other.register(subject, schema)).isEqualTo(id);
            }
        }
    }

    private static Schema schema(String field) {
        return SchemaBuilder.record("Thing").fields().requiredString(field).endRecord();
    }
}
