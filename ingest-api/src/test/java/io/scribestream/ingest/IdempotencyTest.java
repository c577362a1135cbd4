package io.scribestream.ingest;

import static io.scribestream.ingest.ApiUnderTest.JOBS;
import static io.scribestream.ingest.ApiUnderTest.header;
import static io.scribestream.ingest.ApiUnderTest.json;
import static io.scribestream.ingest.ApiUnderTest.problem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.ingest.access.Caller;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdempotencyTest {

    private static final String JSON =
            "{\"source\": {\"url\": \"https://example.org/a.mp3\"}, \"metadata\": {\"a\": \"1\", \"b\": \"2\"}}";

    @TempDir
    Path folder;

    private final FakeRequests requests = new FakeRequests();
    private Caller caller = Caller.EVERYBODY;
    private ApiUnderTest api;

    @BeforeEach
    void start() {
        api = instance();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void answersTheSameRequestWithTheSameJob() throws Exception {
        HttpResponse<String> first = submit("key-1", "application/json", JSON);
        HttpResponse<String> second = submit(
                "key-1",
                "application/json",
                "{\"metadata\": {\"b\": \"2\", \"a\": \"1\"},   \"source\": {\"url\": \"https://example.org/a.mp3\"}}");

        assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
        assertThat(header(first, "Idempotent-Replayed")).isEmpty();
        assertThat(second.statusCode()).isEqualTo(202);
        assertThat(header(second, "Idempotent-Replayed")).isEqualTo("true");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(header(second, "Location")).isEqualTo(header(first, "Location"));
        assertThat(api.producer.jobs()).hasSize(1);
    }

    @Test
    void refusesAnotherRequestUnderTheSameKey() throws Exception {
        submit("key-1", "application/json", JSON);

        assertThat(problem(submit("key-1", "application/json", JSON.replace("a.mp3", "b.mp3"))))
                .isEqualTo("422 idempotency_key_reused");
        assertThat(problem(submit("key-1", "audio/wav", "sound"))).isEqualTo("422 idempotency_key_reused");
        assertThat(files()).isEmpty();
        assertThat(submit("key-2", "application/json", JSON).statusCode()).isEqualTo(202);
        assertThat(problem(submit("no spaces", "application/json", JSON))).isEqualTo("400 wrong_value");
        assertThat(problem(submit("x".repeat(256), "application/json", JSON))).isEqualTo("400 wrong_value");
        assertThat(api.producer.jobs()).hasSize(2);
    }

    @Test
    void keepsOneFileOfAnUploadThatComesTwice() throws Exception {
        HttpResponse<String> first = submit("key-1", "audio/wav", "sound");
        HttpResponse<String> again = submit("key-1", "audio/x-wav", "sound");

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(files())
                .containsExactly(api.producer.jobs().get(0).getSource().getLocation());
        assertThat(problem(submit("key-1", "audio/wav", "Sound"))).isEqualTo("422 idempotency_key_reused");
        assertThat(files()).hasSize(1);
    }

    @Test
    void isEachClientsOwn() throws Exception {
        caller = new Caller("anna", Set.of(), Map.of());
        String annas =
                json(submit("key-1", "application/json", JSON)).path("id").asText();
        caller = new Caller("bert", Set.of(), Map.of());
        HttpResponse<String> berts = submit("key-1", "audio/wav", "sound");

        assertThat(berts.statusCode()).isEqualTo(202);
        assertThat(json(berts).path("id").asText()).isNotEqualTo(annas);
    }

    @Test
    void makesOneJobOfRequestsThatComeAtOnceToTwoInstances() throws Exception {
        try (ApiUnderTest other = instance()) {
            ExecutorService threads = Executors.newFixedThreadPool(8);
            List<Future<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                ApiUnderTest asked = i % 2 == 0 ? api : other;
                answers.add(threads.submit(() -> submit(asked, "key-1", "audio/wav", "sound")));
            }
            Set<String> bodies = new HashSet<>();
            for (Future<HttpResponse<String>> answer : answers) {
                assertThat(answer.get().statusCode()).isEqualTo(202);
                bodies.add(answer.get().body());
            }
            threads.shutdown();

            assertThat(bodies).hasSize(1);
            List<TranscriptionJob> sent = new ArrayList<>(api.producer.jobs());
            sent.addAll(other.producer.jobs());
            assertThat(sent).hasSize(1);
            assertThat(files()).containsExactly(sent.get(0).getSource().getLocation());
        }
    }

    @Test
    void goesOnWithARequestWhoseFirstTryCameToNothing() throws Exception {
        api.producer.refuse(true);
        assertThat(problem(submit("key-1", "audio/wav", "sound"))).isEqualTo("503 unavailable");
        assertThat(files()).isEmpty();
        api.producer.refuse(false);

        HttpResponse<String> again = submit("key-1", "audio/wav", "sound");

        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(header(again, "Idempotent-Replayed")).isEmpty();
        assertThat(files()).hasSize(1);
        assertThat(header(submit("key-1", "audio/wav", "sound"), "Idempotent-Replayed"))
                .isEqualTo("true");
    }

    private ApiUnderTest instance() {
        return new ApiUnderTest(
                folder, requests, routes -> routes.beforeMatched(ctx -> ctx.attribute("scribe.caller", caller)));
    }

    private HttpResponse<String> submit(String key, String type, String body) throws Exception {
        return submit(api, key, type, body);
    }

    private static HttpResponse<String> submit(ApiUnderTest asked, String key, String type, String body)
            throws Exception {
        return asked.ask("POST", JOBS, body.getBytes(UTF_8), "Content-Type", type, "Idempotency-Key", key);
    }

    private List<String> files() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }
}
