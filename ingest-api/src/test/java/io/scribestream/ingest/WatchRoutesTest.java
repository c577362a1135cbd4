package io.scribestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import io.javalin.json.JavalinJackson;
import io.scribestream.ingest.access.AccessConfig;
import io.scribestream.ingest.access.Caller;
import io.scribestream.ingest.watch.WatchRoutes;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.Setting;
import io.scribestream.runtime.Wire;
import io.scribestream.runtime.watch.Watch;
import io.scribestream.schemas.avro.KeyScope;
import io.scribestream.schemas.registry.InMemorySchemaRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchRoutesTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private Watch watch;
    private Javalin http;

    @BeforeEach
    void start(@TempDir Path folder) {
        // Nothing listens at port 1, so there is no broker.
        RuntimeConfig config = RuntimeConfig.from(Env.of(Map.of())
                .with(Setting.KAFKA_BOOTSTRAP_SERVERS, "127.0.0.1:1")
                .with(Setting.SCRIBE_INSTANCE_ID, "test"));
        Wire wire = new Wire(new InMemorySchemaRegistry());
        watch = new Watch("scribestream-test", "1", config, wire, List.of(), List.of(), List.of(folder));
        AccessRoutes asking = new AccessRoutes(new AccessConfig(true), List.of(presented -> switch (presented) {
            case "operator" -> Optional.of(new Caller("root", Set.of(KeyScope.ADMIN), Map.of()));
            case "client" -> Optional.of(new Caller("anna", Set.of(KeyScope.READ, KeyScope.TRANSCRIBE), Map.of()));
            default -> Optional.empty();
        }));
        http = Javalin.create(javalin -> {
                    javalin.jsonMapper(new JavalinJackson());
                    asking.addTo(javalin.routes);
                    new WatchRoutes(watch).addTo(javalin.routes);
                    new Problems().addTo(javalin.routes);
                })
                .start("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        http.stop();
        watch.close();
    }

    @Test
    void showAnOperatorHowTheProcessIs() throws Exception {
        HttpResponse<String> metrics = get("/metrics", "operator");
        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
        assertThat(metrics.body()).contains("jvm_memory_used_bytes");
        HttpResponse<String> health = get("/health", "operator");
        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(health.body()).contains("\"kafka\":{\"healthy\":false", "\"disk\":{\"healthy\":");
    }

    @Test
    void showNothingToClients() throws Exception {
        for (String path : List.of("/health", "/metrics")) {
            assertThat(get(path, "client").statusCode()).as(path).isEqualTo(403);
            assertThat(get(path, "").statusCode()).as(path).isEqualTo(401);
        }
    }

    private HttpResponse<String> get(String path, String key) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http.port() + path))
                        .header("Authorization", "Bearer " + key)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
