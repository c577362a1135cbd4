package io.scribestream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.chunker.FollowedWeights;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.TopicCreator;
import io.scribestream.runtime.Wire;
import io.scribestream.schemas.registry.EmbeddedSchemaRegistry;
import io.scribestream.schemas.registry.RegistryServer;
import io.scribestream.standalone.ApiProcess;
import io.scribestream.standalone.KafkaUnderTest;
import io.scribestream.standalone.Patience;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two instances of the API and a command line, which share nothing but Kafka. */
@ExtendWith(KafkaUnderTest.Extension.class)
class KeysIT {

    private static final String LIMITS = "/api/v1/limits";

    /** A second, and what a machine may add that is busy with other things. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private final KafkaUnderTest kafka;
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    KeysIT(KafkaUnderTest kafka) {
        this.kafka = kafka;
    }

    @Test
    void holdWithinASecondOnEveryInstance() throws Exception {
        try (EmbeddedSchemaRegistry registry = EmbeddedSchemaRegistry.onTopic(kafka.bootstrapServers());
                RegistryServer served = RegistryServer.onLoopback(registry, 0)) {
            Map<String, String> settings = Map.of(
                    "KAFKA_BOOTSTRAP_SERVERS",
                    kafka.bootstrapServers(),
                    "SCHEMA_REGISTRY_URL",
                    served.url().toString(),
                    "SCRIBE_JOB_PARTITIONS",
                    KafkaUnderTest.PARTITIONS,
                    "SCRIBE_AUDIO_PARTITIONS",
                    KafkaUnderTest.PARTITIONS,
                    "SCRIBE_HTTP_PORT",
                    "0",
                    "SCRIBE_AUTH",
                    "on");
            TopicCreator.ensure(RuntimeConfig.from(Env.of(settings)), Duration.ofMinutes(1));
            try (ApiProcess one = api("one", settings, registry);
                    ApiProcess two = api("two", settings, registry);
                    FollowedWeights weights =
                            new FollowedWeights(new Wire(registry), RuntimeConfig.from(Env.of(settings)))) {
                Said made =
                        Said.by(settings, "keys", "create", "--client", "anna", "--name", "laptop", "--weight", "2.5");
                assertThat(made.exit()).as(made.err()).isZero();
                String key = made.out().strip();
                String id = key.substring(7, 19);

                assertThat(took(() -> status(one, key) == 200 && status(two, key) == 200))
                        .isLessThan(SOON);
                assertThat(took(() -> weights.of("anna") == 2.5)).isLessThan(SOON);
                String server = "http://127.0.0.1:" + one.port();
                assertThat(Said.by(settings, "list", "--server", server).err()).contains("this needs a key");
                assertThat(Said.by(Map.of("SCRIBE_KEY", key), "list", "--server", server)
                                .exit())
                        .isZero();
                assertThat(Said.by(settings, "keys", "list").out())
                        .contains(id, "good", "anna", "transcribe,read", "laptop")
                        .doesNotContain(key);

                assertThat(Said.by(settings, "keys", "revoke", id).exit()).isZero();

                assertThat(took(() -> status(one, key) == 401 && status(two, key) == 401))
                        .isLessThan(SOON);
                assertThat(took(() -> weights.of("anna") == 1)).isLessThan(SOON);
                assertThat(Said.by(settings, "keys", "list").out()).contains("revoked");
                assertThat(Said.by(settings, "keys", "create", "--client", "anna", "--weight", "1000")
                                .err())
                        .contains("weight", "from 0.01 to 100");
            }
            // A new instance reads the whole topic before it answers anybody.
            try (ApiProcess three = api("three", settings, registry)) {
                Said made = Said.by(settings, "keys", "create", "--client", "bert", "--scope", "read");
                Patience.until("the key", () -> status(three, made.out().strip()) == 200);
            }
        }
    }

    private ApiProcess api(String instance, Map<String, String> settings, EmbeddedSchemaRegistry registry) {
        Map<String, String> own = new HashMap<>(settings);
        own.put("SCRIBE_INSTANCE_ID", instance);
        own.put("SCRIBE_STATE_DIR", folder.resolve(instance).toString());
        own.put("SCRIBE_UPLOAD_DIR", folder.resolve("uploads").toString());
        return ApiProcess.start(Env.of(own), new Wire(registry), ApiProcess.Inside.role(List.of()));
    }

    private int status(ApiProcess api, String key) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + LIMITS))
                .header("Authorization", "Bearer " + key)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    /** How long it was until something held, from when the command that brings it about had ended. */
    private static Duration took(Condition condition) throws Exception {
        long began = System.nanoTime();
        Patience.until("keys as they should be", condition::holds);
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
