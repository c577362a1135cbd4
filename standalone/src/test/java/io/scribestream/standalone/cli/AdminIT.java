package io.scribestream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scribestream.runtime.Env;
import io.scribestream.standalone.Patience;
import io.scribestream.testkit.Repository;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What those who run it order. On a server of its own: it stands still now and then. */
class AdminIT {

    private static final Path JFK = Repository.file("samples/jfk.wav");
    private static final String ADMIN = "/api/v1/admin/";

    private static RunningScribe scribe;
    private static Api api;

    @BeforeAll
    static void start() throws Exception {
        scribe = RunningScribe.start();
        api = scribe.api();
    }

    @AfterAll
    static void stop() throws Exception {
        scribe.close();
    }

    @Test
    void holdsAJobUpWhileAFlowIsPausedAndLosesNothing() throws Exception {
        order("flows/transcriber/pause");
        Patience.until(
                "a transcriber that is paused", () -> scribe.flow("transcriber").isPaused());
        assertThat(texts(read(ADMIN + "flows").path("paused"))).containsExactly("transcriber");

        String id = api.submit(JFK, Map.of());
        Patience.until("a chunk that waits", () -> lag("transcriber", "transcription.audio") > 0);
        assertThat(api.status(id).path("state").asText()).isEqualTo("running");
        JsonNode queue = read(ADMIN + "queue");
        assertThat(queue.path("jobs").asInt()).isEqualTo(1);
        assertThat(queue.at("/clients/0/client").asText()).isEqualTo("default");
        assertThat(queue.at("/clients/0/jobs").asInt()).isEqualTo(1);

        order("flows/transcriber/resume");
        assertThat(api.outcome(id).path("state").asText()).isEqualTo("completed");
        Patience.until(
                "a queue that is empty",
                () -> read(ADMIN + "queue").path("jobs").asInt() == 0);
        Patience.until("no lag", () -> lag("transcriber", "transcription.audio") == 0);
    }

    @Test
    void holdsAJobUpWhileABreakerIsForcedOpen() throws Exception {
        order("breakers/engine/open");
        Patience.until(
                "an engine that nobody is let through to",
                () -> read(ADMIN + "breakers").path("forced_open").toString().contains("engine"));
        String id = api.submit(JFK, Map.of());
        Patience.until(
                "a breaker that a chunk met",
                () -> breaker("engine").path("state").asText().equals("open"));
        assertThat(breaker("engine").path("forced").asBoolean()).isTrue();

        order("breakers/engine/reset");
        assertThat(api.outcome(id).path("state").asText()).isEqualTo("completed");
        assertThat(breaker("engine").path("state").asText()).isEqualTo("closed");
    }

    @Test
    void tellsEverythingThatHappenedToAJob() throws Exception {
        String id = api.submit(JFK, Map.of());
        api.outcome(id);

        Patience.until("its last event", () -> types(id).contains("completed"));
        List<String> types = types(id);
        assertThat(types).startsWith("accepted").contains("started", "cut", "heard", "completed");
        assertThat(read(ADMIN + "jobs/" + id + "/events").path("events").toString())
                .contains(id)
                .doesNotContain("fellow Americans");
        assertThat(api.get(ADMIN + "jobs/nobodys/events").statusCode()).isEqualTo(404);
    }

    @Test
    void makesTheBoardAnewFromItsTopics() throws Exception {
        String id = api.submit(JFK, Map.of());
        JsonNode before = api.outcome(id);
        String text = api.result(id, "txt").body();

        assertThat(order("board/replay").statusCode()).isEqualTo(202);
        Patience.until(
                "a board that runs again",
                () -> api.get("/health/ready").statusCode() == 200
                        && api.get(path(id)).statusCode() == 200
                        && api.status(id).path("state").asText().equals("completed"));

        assertThat(api.result(id, "txt").body()).isEqualTo(text);
        JsonNode after = api.status(id);
        for (String field : List.of("name", "state", "accepted_at", "seconds_total", "version")) {
            assertThat(after.path(field)).as(field).isEqualTo(before.path(field));
        }
        String next = api.submit(JFK, Map.of());
        assertThat(api.outcome(next).path("state").asText()).isEqualTo("completed");
    }

    @Test
    void refusesWhatItDoesNotKnow() throws Exception {
        assertThat(order("flows/printer/pause").statusCode()).isEqualTo(404);
        assertThat(order("breakers/a,b/open").statusCode()).isEqualTo(400);
    }

    @Test
    void isThereOnTheCommandLineToo() throws Exception {
        assertThat(command("queue")).isNotNull();
        assertThat(command("lag")).contains("transcription.audio");
        assertThat(command("flows")).contains("\"name\" : \"merger\"");
        command("pause", "merger");
        Patience.until("a merger that is paused", () -> scribe.flow("merger").isPaused());
        command("resume", "merger");
        Patience.until("a merger that goes on", () -> !scribe.flow("merger").isPaused());
    }

    private static String command(String... arguments) {
        List<String> all = new ArrayList<>(List.of("admin"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--server", scribe.url().toString()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Screen screen = new Screen(new PrintStream(out, true, StandardCharsets.UTF_8), System.err, false);
        int exit = Scribe.run(screen, Env.of(Map.of()), all.toArray(String[]::new));
        assertThat(exit).isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    private static List<String> types(String id) throws Exception {
        List<String> types = new ArrayList<>();
        read(ADMIN + "jobs/" + id + "/events")
                .path("events")
                .forEach(event -> types.add(event.path("type").asText()));
        return types;
    }

    private static JsonNode breaker(String name) throws Exception {
        for (JsonNode breaker : read(ADMIN + "breakers").path("breakers")) {
            if (breaker.path("name").asText().equals(name)) {
                return breaker;
            }
        }
        return new ObjectMapper().createObjectNode();
    }

    private static long lag(String flow, String topic) throws Exception {
        for (JsonNode lag : read(ADMIN + "lag").path("lag")) {
            if (lag.path("flow").asText().equals(flow)
                    && lag.path("topic").asText().equals(topic)) {
                return lag.path("lag").asLong();
            }
        }
        return 0;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static JsonNode read(String path) throws Exception {
        HttpResponse<String> answer = api.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private static HttpResponse<String> order(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(scribe.url() + ADMIN + path))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static String path(String id) {
        return "/api/v1/transcriptions/" + id;
    }
}
