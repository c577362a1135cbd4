package io.scribestream.runtime.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Metrics;
import io.scribestream.runtime.Component;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.GuardConfig;
import io.scribestream.runtime.Guards;
import io.scribestream.runtime.Health;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.Setting;
import io.scribestream.runtime.Wire;
import io.scribestream.schemas.registry.InMemorySchemaRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hawkular.agent.prometheus.text.TextPrometheusMetricsProcessor;
import org.hawkular.agent.prometheus.types.MetricFamily;
import org.hawkular.agent.prometheus.walkers.CollectorPrometheusMetricsWalker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchServerTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Part part = new Part();
    private Watch watch;
    private WatchServer server;

    @BeforeEach
    void start(@TempDir Path folder) {
        // Nothing listens at port 1, so there is no broker.
        RuntimeConfig config = RuntimeConfig.from(Env.of(Map.of())
                .with(Setting.KAFKA_BOOTSTRAP_SERVERS, "127.0.0.1:1")
                .with(Setting.SCRIBE_INSTANCE_ID, "test"));
        watch = new Watch(
                "scribestream-test",
                "1.2.3",
                config,
                new Wire(new InMemorySchemaRegistry()),
                List.of(),
                List.of(part),
                List.of(folder));
        server = WatchServer.start(watch, "127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        server.close();
        watch.close();
    }

    @Test
    void saysOfEachThingThatIsNeededWhetherItIsThere() throws Exception {
        HttpResponse<String> answer = get("/health");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        JsonNode health = JSON.readTree(answer.body());
        assertThat(health.properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("status", "service", "version", "checks", "timestamp");
        assertThat(health.path("status").asText()).isEqualTo("unhealthy");
        assertThat(health.path("service").asText()).isEqualTo("scribestream-test");
        assertThat(health.path("version").asText()).isEqualTo("1.2.3");
        assertThat(health.path("checks").properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("kafka", "registry", "disk", "part");
        health.path("checks").forEach(check -> assertThat(check.properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("healthy", "details", "latency_ms"));
        assertThat(health.at("/checks/kafka/healthy").asBoolean()).isFalse();
        assertThat(health.at("/checks/registry/healthy").asBoolean()).isTrue();
        assertThat(health.at("/checks/part/details").asText()).isEqualTo("works");
    }

    @Test
    void isAliveWithoutItsDependenciesAndReadyWhenItsPartsAre() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        part.health = Health.waiting("restores");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(JSON.readTree(ready.body()).at("/checks/part/details").asText())
                .isEqualTo("restores");
    }

    @Test
    void writesWhatPrometheusReads() throws Exception {
        Guards guards = new Guards(GuardConfig.from(Env.of(Map.of())));
        assertThatThrownBy(() -> guards.call("printer", () -> {
                    throw new IOException("no paper");
                }))
                .isInstanceOf(IOException.class);
        Metrics.counter("of.a.test", "quoted", "a\"b\\c\nd").increment(3);

        Map<String, MetricFamily> families = parsed(get("/metrics").body());

        assertThat(families)
                .containsKeys(
                        "circuit_breaker_state",
                        "circuit_breaker_failures_total",
                        "of_a_test_total",
                        "jvm_memory_used_bytes",
                        "jvm_threads_live_threads",
                        "process_uptime_seconds");
        assertThat(families.get("circuit_breaker_failures_total").getMetrics()).anySatisfy(metric -> {
            assertThat(metric.getLabels()).containsEntry("name", "printer");
        });
        guards.drop("printer");
        assertThat(get("/metrics").body()).doesNotContain("printer");
    }

    @Test
    void hasNothingElseAndTakesNothing() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
        HttpResponse<String> post = client.send(
                HttpRequest.newBuilder(uri("/health"))
                        .POST(HttpRequest.BodyPublishers.ofString("x"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(post.statusCode()).isEqualTo(405);
    }

    @Test
    void saysWhichSettingChoosesAnotherPortWhereThatIsTaken() {
        assertThatThrownBy(() -> WatchServer.start(watch, "127.0.0.1", server.port()))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("SCRIBE_HEALTH_PORT");
    }

    private static Map<String, MetricFamily> parsed(String text) {
        CollectorPrometheusMetricsWalker walker = new CollectorPrometheusMetricsWalker();
        new TextPrometheusMetricsProcessor(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), walker)
                .walk();
        List<MetricFamily> families = new ArrayList<>(walker.getAllMetricFamilies());
        return families.stream().collect(java.util.stream.Collectors.toMap(MetricFamily::getName, family -> family));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private static final class Part implements Component {
        private volatile Health health = Health.ready("works");

        @Override
        public String name() {
            return "part";
        }

        @Override
        public Health check() {
            return health;
        }

        @Override
        public void close() {}
    }
}
