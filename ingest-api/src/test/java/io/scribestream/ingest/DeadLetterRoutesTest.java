package io.scribestream.ingest;

import static io.scribestream.ingest.ApiUnderTest.JOBS;
import static io.scribestream.ingest.ApiUnderTest.json;
import static io.scribestream.ingest.ApiUnderTest.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.scribestream.ingest.access.AccessConfig;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.EventType;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters: what they do to the jobs that they hold up, and what operators do with them. */
class DeadLetterRoutesTest {

    private static final String LETTERS = "/api/v1/admin/dead-letters";

    @TempDir
    Path folder;

    private ApiUnderTest api;

    @BeforeEach
    void start() {
        api = new ApiUnderTest(folder, new AccessRoutes(new AccessConfig(false), List.of()));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void showsAJobThatADeadLetterHoldsUpAsFailedUntilItIsDrivenBack() throws Exception {
        api.flow.send(Topics.EVENTS, "job-1", Examples.event("job-1", EventType.STARTED, Map.of()));
        api.letters.add(FakeLetters.letter(3, "transcription.audio", "job-1/7", false));

        JsonNode stuck = json(api.get(JOBS + "/job-1"));
        assertThat(stuck.path("state").asText()).isEqualTo("failed");
        assertThat(stuck.path("reason").asText()).isEqualTo("internal");
        assertThat(stuck.path("message").asText())
                .contains("IllegalStateException")
                .contains("0-3");
        assertThat(stuck.path("dead_letter").asText()).isEqualTo("0-3");
        assertThat(api.get(JOBS).body()).contains("\"failed\"");
        assertThat(problem(api.get(JOBS + "/job-1/result"))).isEqualTo("409 job_failed");

        assertThat(api.post(LETTERS + "/0-3/redrive", "", "").statusCode()).isEqualTo(200);

        JsonNode again = json(api.get(JOBS + "/job-1"));
        assertThat(again.path("state").asText()).isEqualTo("queued");
        assertThat(again.has("reason")).isFalse();
    }

    @Test
    void knowsAJobOfWhichThereIsOnlyADeadLetter() throws Exception {
        api.letters.add(FakeLetters.letter(4, "transcription.jobs", "job-2", false));

        JsonNode status = json(api.get(JOBS + "/job-2"));

        assertThat(status.path("state").asText()).isEqualTo("failed");
        assertThat(status.path("dead_letter").asText()).isEqualTo("0-4");
    }

    @Test
    void leavesAJobAsItIsWhoseLetterWasAnsweredOrIsOnlyAnOrder() throws Exception {
        api.flow.send(Topics.EVENTS, "job-1", Examples.event("job-1", EventType.STARTED, Map.of()));
        api.letters.add(FakeLetters.letter(3, "transcription.audio", "job-1/7", true));
        api.letters.add(FakeLetters.letter(4, "transcription.control", "job-1", false));
        api.letters.add(FakeLetters.letter(5, "transcription.events", "job-1", false));

        assertThat(json(api.get(JOBS + "/job-1")).path("state").asText()).isEqualTo("queued");
    }

    @Test
    void listsShowsAndDropsDeadLetters() throws Exception {
        api.letters.add(FakeLetters.letter(3, "transcription.jobs", "job-1", false));
        api.letters.add(FakeLetters.letter(4, "transcription.segments", null, false));

        JsonNode listed = json(api.get(LETTERS)).path("dead_letters");
        assertThat(listed).extracting(letter -> letter.path("id").asText()).containsExactly("0-4", "0-3");
        assertThat(listed.get(1).path("job_id").asText()).isEqualTo("job-1");
        JsonNode shown = json(api.get(LETTERS + "/0-3"));
        assertThat(shown.path("value").asText()).isEqualTo("AAEC/w==");
        assertThat(shown.path("value_bytes").asInt()).isEqualTo(4);
        assertThat(shown.path("headers").path("trace").asText()).isEqualTo("t");
        assertThat(shown.path("headers").path("raw").asText()).isEqualTo("base64:/w==");
        HttpResponse<String> dropped = api.delete(LETTERS + "/0-3");
        assertThat(json(dropped).path("state").asText()).isEqualTo("dropped");
        HttpResponse<String> again = api.delete(LETTERS + "/0-3");
        assertThat(problem(again)).isEqualTo("409 settled");
        assertThat(problem(api.get(LETTERS + "/0-99"))).isEqualTo("404 unknown_letter");
        assertThat(problem(api.get(LETTERS + "/all"))).isEqualTo("400 no_letter_id");
    }

    @Test
    void answersOperatorsOnlyFromTheMachineItself() throws Exception {
        for (Map.Entry<String, String> elsewhere : List.of(
                Map.entry("X-Forwarded-For", "203.0.113.7"),
                Map.entry("Forwarded", "for=203.0.113.7"),
                Map.entry("Origin", "https://example.org"),
                Map.entry("Origin", "null"))) {
            assertThat(problem(api.get(LETTERS, elsewhere.getKey(), elsewhere.getValue())))
                    .as(elsewhere.toString())
                    .isEqualTo("403 only_from_here");
        }
        assertThat(RawHttp.ask(
                        api.port(), "GET " + LETTERS + " HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n"))
                .as("a name that was made to lead here")
                .startsWith("HTTP/1.1 403 ");
        assertThat(api.get(LETTERS).statusCode()).isEqualTo(200);
    }
}
