package io.scribestream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scribestream.runtime.Env;
import io.scribestream.schemas.registry.EmbeddedSchemaRegistry;
import io.scribestream.schemas.registry.RegistryServer;
import io.scribestream.standalone.KafkaUnderTest;
import io.scribestream.standalone.Patience;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Roles in processes of their own: whoever asks the API for breakers hears of all of them. */
@ExtendWith(KafkaUnderTest.Extension.class)
class BreakersOfAllIT {

    private static final String BREAKERS = "/api/v1/admin/breakers";

    private final KafkaUnderTest kafka;

    @TempDir
    private Path folder;

    BreakersOfAllIT(KafkaUnderTest kafka) {
        this.kafka = kafka;
    }

    @Test
    void tellsOfTheBreakersInOtherProcessesAndForgetsThoseThatHaveEnded() throws Exception {
        try (EmbeddedSchemaRegistry schemas = EmbeddedSchemaRegistry.onTopic(kafka.bootstrapServers());
                RegistryServer registry = RegistryServer.onLoopback(schemas, 0);
                ScribeChild ingest = start("ingest-api", registry);
                ScribeChild merger = start("merger", registry)) {
            URI url = URI.create(ingest.await("serving at (http://[^,\\s]+)"));
            Api api = new Api(url);
            merger.await("works on");

            Patience.until(
                    "the merger's breaker", () -> state(api, "merger/here").equals("closed"));
            assertThat(state(api, "ingest-api/here")).isEqualTo("closed");

            HttpRequest open = HttpRequest.newBuilder(url.resolve(BREAKERS + "/registry/open"))
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(open, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(202);
            Patience.until("a breaker forced open there", () -> breaker(api, "merger/here")
                    .filter(one -> one.path("forced").asBoolean()
                            && one.path("state").asText().equals("open"))
                    .isPresent());
            assertThat(listed(url)).containsPattern("merger/here +registry +open .*forced");

            merger.stop();
            merger.awaitEnd();
            Patience.until("a merger that is forgotten", () -> breaker(api, "merger/here")
                    .isEmpty());
        }
    }

    private ScribeChild start(String role, RegistryServer registry) throws Exception {
        return new Roles(folder, kafka, registry).start(role, "here", Map.of());
    }

    private static String state(Api api, String process) throws Exception {
        return breaker(api, process).map(one -> one.path("state").asText()).orElse("");
    }

    /** Of the registry, which every role asks. */
    private static Optional<JsonNode> breaker(Api api, String process) throws Exception {
        JsonNode all = new ObjectMapper().readTree(api.get(BREAKERS).body());
        for (JsonNode breaker : all.path("breakers")) {
            if (breaker.path("process").asText().equals(process)
                    && breaker.path("name").asText().equals("registry")) {
                assertThat(breaker.path("stale").asBoolean()).isFalse();
                return Optional.of(breaker);
            }
        }
        return Optional.empty();
    }

    private static String listed(URI url) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Screen screen = new Screen(new PrintStream(out, true, StandardCharsets.UTF_8), System.err, false);
        assertThat(Scribe.run(screen, Env.of(Map.of()), "admin", "breakers", "--server", url.toString()))
                .isZero();
        return out.toString(StandardCharsets.UTF_8);
    }
}
