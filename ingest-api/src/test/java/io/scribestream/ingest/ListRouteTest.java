package io.scribestream.ingest;

import static io.scribestream.ingest.ApiUnderTest.JOBS;
import static io.scribestream.ingest.ApiUnderTest.json;
import static io.scribestream.ingest.ApiUnderTest.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.scribestream.ingest.access.Caller;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListRouteTest {

    @TempDir
    Path folder;

    private ApiUnderTest api;
    private Caller caller = Caller.EVERYBODY;

    @BeforeEach
    void start() {
        api = new ApiUnderTest(folder, routes -> routes.beforeMatched(ctx -> ctx.attribute("scribe.caller", caller)));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void showsTheNewestFirstInPagesThatNewJobsDoNotShift() throws Exception {
        IntStream.range(0, 7).forEach(i -> accepted("job-" + i, "anna"));

        JsonNode page = json(api.get(JOBS + "?limit=3"));
        assertThat(ids(page)).containsExactly("job-6", "job-5", "job-4");
        accepted("job-7", "anna");
        JsonNode second = json(api.get(page.path("next").asText()));
        assertThat(ids(second)).containsExactly("job-3", "job-2", "job-1");
        JsonNode third = json(api.get(second.path("next").asText()));
        assertThat(ids(third)).containsExactly("job-0");
        assertThat(third.has("next")).isFalse();
        assertThat(ids(json(api.get(JOBS)))).hasSize(8).startsWith("job-7");
    }

    @Test
    void keepsTheOrderOfJobsOfTheSameInstant() throws Exception {
        for (String id : List.of("b", "d", "a", "c")) {
            note(id, "anna", Stage.QUEUED);
        }

        assertThat(allPages(JOBS + "?limit=1")).containsExactly("a", "b", "c", "d");
    }

    @Test
    void showsEachClientItsOwnJobsAlone() throws Exception {
        accepted("of-anna", "anna");
        accepted("of-bert", "bert");

        caller = new Caller("anna", Set.of(), Map.of());
        assertThat(allPages(JOBS + "?limit=1")).containsExactly("of-anna");
        String page = api.get(JOBS + "?limit=1").body();
        assertThat(page).doesNotContain("bert");
        caller = new Caller("ann", Set.of(), Map.of());
        assertThat(allPages(JOBS)).isEmpty();
        caller = Caller.EVERYBODY;
        assertThat(allPages(JOBS)).containsExactly("of-bert", "of-anna");
    }

    @Test
    void putsAJobToItsClientWhenThatIsKnown() throws Exception {
        note("job-1", "default", Stage.QUEUED);
        note("job-1", "anna", Stage.PREPARING);

        caller = new Caller("default", Set.of(), Map.of());
        assertThat(allPages(JOBS)).isEmpty();
        caller = new Caller("anna", Set.of(), Map.of());
        assertThat(allPages(JOBS)).containsExactly("job-1");
    }

    @Test
    void filtersByStateAndTime() throws Exception {
        Instant first = accepted("done", "anna");
        Instant second = accepted("running", "anna");
        accepted("queued", "anna");
        api.flow.send(Topics.DONE, "done", Examples.transcript("done", "u", "words"));
        note("running", "anna", Stage.TRANSCRIBING);

        assertThat(allPages(JOBS + "?state=completed")).containsExactly("done");
        assertThat(allPages(JOBS + "?state=running&limit=1")).containsExactly("running");
        assertThat(allPages(JOBS + "?state=queued")).containsExactly("queued");
        assertThat(allPages(JOBS + "?state=failed")).isEmpty();
        assertThat(allPages(JOBS + "?since=" + second)).containsExactly("queued", "running");
        assertThat(allPages(JOBS + "?until=" + second)).containsExactly("done");
        assertThat(allPages(JOBS + "?limit=1&since=" + first + "&until=" + second.plusMillis(1)))
                .containsExactly("running", "done");
        assertThat(allPages(JOBS + "?since=" + second + "&until=" + first)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state=done",
                "since=yesterday",
                "until=2026-01-01",
                "since=%2B1000000000-12-31T00:00:00Z",
                "limit=0",
                "limit=201",
                "limit=many",
                "cursor=nonsense",
                "cursor=!",
                "stat=failed"
            })
    void refusesParametersThatAreNone(String query) throws Exception {
        assertThat(problem(api.get(JOBS + "?" + query)))
                .isIn("400 wrong_value", "400 unknown_parameter")
                .isEqualTo(query.startsWith("stat=") ? "400 unknown_parameter" : "400 wrong_value");
    }

    @Test
    void asksForNoMoreThanAPageEvenWhereNothingFits() throws Exception {
        IntStream.range(0, 5_001).forEach(i -> accepted("job-" + i, "anna"));

        JsonNode page = json(api.get(JOBS + "?state=failed&limit=1"));

        assertThat(ids(page)).isEmpty();
        assertThat(page.path("next").asText()).isNotEmpty();
        assertThat(allPages(JOBS + "?state=failed&limit=1")).isEmpty();
    }

    @Test
    void answersHeadAsItAnswersGet() throws Exception {
        accepted("job-1", "anna");

        assertThat(api.ask("HEAD", JOBS + "/job-1", new byte[0]).statusCode()).isEqualTo(200);
        assertThat(api.ask("HEAD", JOBS + "/job-2", new byte[0]).statusCode()).isEqualTo(404);
    }

    private Instant accepted(String id, String client) {
        api.flow.advance(Duration.ofMillis(10));
        note(id, client, Stage.QUEUED);
        return api.flow.now();
    }

    private void note(String id, String client, Stage stage) {
        api.flow.send(
                Topics.EVENTS,
                id,
                JobEvent.newBuilder()
                        .setEventId(id)
                        .setJobId(id)
                        .setClient(client)
                        .setType(EventType.ACCEPTED)
                        .setStage(stage)
                        .build());
    }

    private List<String> allPages(String first) throws Exception {
        List<String> all = new ArrayList<>();
        for (String next = first; !next.isEmpty(); ) {
            JsonNode page = json(api.get(next));
            all.addAll(ids(page));
            next = page.path("next").asText("");
        }
        return all;
    }

    private static List<String> ids(JsonNode page) {
        return page.path("jobs").findValuesAsText("id");
    }
}
