package io.scribestream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scribestream.runtime.FreePorts;
import io.scribestream.schemas.registry.EmbeddedSchemaRegistry;
import io.scribestream.schemas.registry.RegistryServer;
import io.scribestream.standalone.KafkaUnderTest;
import io.scribestream.standalone.Patience;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.hawkular.agent.prometheus.types.MetricFamily;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A role in a process of its own, as an orchestrator and Prometheus see it. */
@ExtendWith(KafkaUnderTest.Extension.class)
class RoleHealthIT {

    private final KafkaUnderTest kafka;

    RoleHealthIT(KafkaUnderTest kafka) {
        this.kafka = kafka;
    }

    @Test
    void tellsOnAPortOfItsOwnHowItIs(@TempDir Path folder) throws Exception {
        try (EmbeddedSchemaRegistry schemas = EmbeddedSchemaRegistry.onTopic(kafka.bootstrapServers());
                RegistryServer registry = RegistryServer.onLoopback(schemas, 0)) {
            int port = FreePorts.any();
            Map<String, String> environment = Map.of(
                    "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                    "SCHEMA_REGISTRY_URL", registry.url().toString(),
                    "SCRIBE_INSTANCE_ID", "watched-merger",
                    "SCRIBE_JOB_PARTITIONS", KafkaUnderTest.PARTITIONS,
                    "SCRIBE_AUDIO_PARTITIONS", KafkaUnderTest.PARTITIONS,
                    "SCRIBE_STATE_DIR", folder.resolve("state").toString(),
                    "SCRIBE_HEALTH_PORT", Integer.toString(port));
            try (ScribeChild merger = ScribeChild.start(folder, environment, "merger")) {
                merger.await("works on");
                Api itself = new Api(URI.create("http://127.0.0.1:" + port));
                Patience.until("a merger that is ready", () -> answers(itself, "/health/ready"));

                assertThat(itself.get("/health/live").statusCode()).isEqualTo(200);
                JsonNode health =
                        new ObjectMapper().readTree(itself.get("/health").body());
                assertThat(health.path("service").asText()).isEqualTo("scribestream-merger");
                assertThat(health.at("/checks/kafka/healthy").asBoolean()).isTrue();
                assertThat(health.at("/checks/registry/healthy").asBoolean()).isTrue();
                assertThat(health.at("/checks/stream-merger/details").asText()).isEqualTo("running");
                Map<String, MetricFamily> families =
                        PrometheusText.parse(itself.get("/metrics").body());
                assertThat(families).containsKeys("flow_ready", "jvm_memory_used_bytes");
                registry.close();
                JsonNode without =
                        new ObjectMapper().readTree(itself.get("/health").body());
                assertThat(without.at("/checks/registry/healthy").asBoolean()).isFalse();
                assertThat(itself.get("/health/live").statusCode()).isEqualTo(200);
                merger.stop();
                merger.awaitEnd();
            }
        }
    }

    private static boolean answers(Api api, String path) throws IOException, InterruptedException {
        try {
            return api.get(path).statusCode() == 200;
        } catch (ConnectException e) {
            return false; // it does not listen yet
        }
    }
}
