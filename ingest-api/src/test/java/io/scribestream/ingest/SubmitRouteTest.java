package io.scribestream.ingest;

import static io.scribestream.ingest.ApiUnderTest.JOBS;
import static io.scribestream.ingest.ApiUnderTest.json;
import static io.scribestream.ingest.ApiUnderTest.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobOptions;
import io.scribestream.schemas.avro.Priority;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** How a job is taken in: with a file, with an address, and not at all. */
class SubmitRouteTest extends ApiTest {

    @Test
    void acceptsAFileAfterKafkaAcknowledgedTheJob() throws Exception {
        HttpResponse<String> answer = api.upload("talk.wav", "sound", Map.of("language", "de"));

        assertThat(answer.statusCode()).isEqualTo(202);
        JsonNode body = json(answer);
        TranscriptionJob job = api.producer.jobs().get(0);
        assertThat(body.path("id").asText()).isEqualTo(job.getJobId());
        assertThat(answer.headers().firstValue("Location"))
                .contains(body.path("status_url").asText());
        assertThat(job.getOptions().getLanguage()).isEqualTo("de");
        assertThat(job.getSource().getName()).isEqualTo("talk.wav");
        assertThat(folder.resolve(job.getSource().getLocation())).hasContent("sound");
    }

    @Test
    void acceptsAnAddressThatTheChunkerFetches() throws Exception {
        HttpResponse<String> answer = submit(
                """
                {"source": {"url": "https://example.org/talks/talk.mp3"}, "options": {"language": "fr", "translate": true},
                 "priority": "high", "deadline_seconds": 3600, "metadata": {"ticket": "42"}}""");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        TranscriptionJob job = api.producer.jobs().get(0);
        assertThat(job.getSource().getKind()).isEqualTo(SourceKind.HTTP);
        assertThat(job.getSource().getLocation()).isEqualTo("https://example.org/talks/talk.mp3");
        assertThat(job.getSource().getName()).isEqualTo("talk.mp3");
        assertThat(job.getOptions()).isEqualTo(new JobOptions("fr", "", true));
        assertThat(job.getPriority()).isEqualTo(Priority.HIGH);
        assertThat(job.getDeadlineSeconds()).isEqualTo(3_600);
        assertThat(job.getMetadata()).containsEntry("ticket", "42");
    }

    @Test
    void acceptsAnObjectThatTheChunkerFetches() throws Exception {
        HttpResponse<String> answer = submit("{\"source\": {\"s3\": \"s3://talks/2026/a talk?.mp3\"}}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        TranscriptionJob job = api.producer.jobs().get(0);
        assertThat(job.getSource().getKind()).isEqualTo(SourceKind.S3);
        assertThat(job.getSource().getLocation()).isEqualTo("s3://talks/2026/a talk?.mp3");
        assertThat(job.getSource().getName()).isEqualTo("a talk?.mp3");
        for (String source : List.of(
                "\"s3\": \"talks/a.mp3\"",
                "\"s3\": \"s3://talks\"",
                "\"s3\": \"https://talks/a.mp3\"",
                "\"url\": \"s3://talks/a.mp3\"",
                "\"s3\": \"s3://talks/a.mp3\", \"url\": \"https://example.org/a.mp3\"")) {
            assertThat(problem(submit("{\"source\": {" + source + "}}")))
                    .as(source)
                    .isEqualTo("400 wrong_value");
        }
    }

    @Test
    void takesAnAddressThatIsToldOfTheEnd() throws Exception {
        api.restart(config(1_000, 1, true));
        String source = "\"source\": {\"url\": \"https://example.org/a.mp3\"}";
        assertThat(submit("{" + source + ", \"callback\": {\"url\": \"https://example.org/hooks\"}}")
                        .statusCode())
                .isEqualTo(202);
        assertThat(api.upload("a.wav", "x", Map.of("callback", "https://example.net/hooks"))
                        .statusCode())
                .isEqualTo(202);
        assertThat(api.producer.history())
                .extracting(record -> ((TranscriptionJob) record.value()).getCallback())
                .containsExactly("https://example.org/hooks", "https://example.net/hooks");
        for (String wrong : List.of("ftp://example.org/a", "https://user@example.org/a", "hooks", "https:///a")) {
            assertThat(problem(submit("{" + source + ", \"callback\": {\"url\": \"" + wrong + "\"}}")))
                    .as(wrong)
                    .isEqualTo("400 wrong_value");
        }
        assertThat(submit("{" + source + ", \"callback\": {\"uri\": \"https://example.org\"}}")
                        .body())
                .contains("unknown_field", "did you mean 'callback.url'?");
    }

    @Test
    void takesPriorityAndDeadlineOfAFileToo() throws Exception {
        api.upload("a.wav", "x", Map.of("priority", "low", "deadline_seconds", "60"));
        TranscriptionJob job = api.producer.jobs().get(0);
        assertThat(job.getPriority()).isEqualTo(Priority.LOW);
        assertThat(job.getDeadlineSeconds()).isEqualTo(60);
        assertThat(problem(api.upload("a.wav", "x", Map.of("deadline_seconds", "-5"))))
                .isEqualTo("400 wrong_value");
        assertThat(filesIn(folder)).hasSize(1);
    }

    @Test
    void refusesACallbackWhereNoWebhookIsEverSent() throws Exception {
        assertThat(problem(api.upload("a.wav", "x", Map.of("callback", "https://example.net/hooks"))))
                .isEqualTo("400 webhooks_off");
        assertThat(api.producer.history()).isEmpty();
        assertThat(filesIn(folder)).isEmpty();
    }

    @Test
    void refusesAJobInJsonThatIsNotAsItShouldBe() throws Exception {
        String source = "\"source\": {\"url\": \"https://example.org/a.mp3\"}";
        assertThat(problem(submit("{"))).isEqualTo("400 broken_body");
        assertThat(problem(submit("[]"))).isEqualTo("400 broken_body");
        assertThat(problem(submit("{}"))).isEqualTo("400 wrong_value");
        assertThat(problem(submit("{\"source\": {\"url\": \"ftp://example.org/a.mp3\"}}")))
                .isEqualTo("400 wrong_value");
        assertThat(problem(submit("{\"source\": \"https://example.org/a.mp3\"}")))
                .isEqualTo("400 wrong_value");
        assertThat(submit("{" + source + ", \"prioritty\": \"high\"}").body())
                .contains("unknown_field", "did you mean 'priority'?");
        assertThat(submit("{" + source + ", \"options\": {\"langauge\": \"en\"}}")
                        .body())
                .contains("unknown_field", "did you mean 'options.language'?");
        assertThat(problem(submit("{" + source + ", \"options\": {\"language\": \"xx\"}}")))
                .isEqualTo("400 unknown_language");
        assertThat(problem(submit("{" + source + ", \"priority\": \"urgent\"}")))
                .isEqualTo("400 wrong_value");
        assertThat(problem(submit("{" + source + ", \"deadline_seconds\": 0}"))).isEqualTo("400 wrong_value");
        assertThat(problem(submit("{" + source + ", \"deadline_seconds\": \"soon\"}")))
                .isEqualTo("400 wrong_value");
        assertThat(problem(submit("{" + source + ", \"metadata\": {\"a\": [1]}}")))
                .isEqualTo("400 wrong_value");
        assertThat(submit("\"" + "x".repeat(70_000) + "\"").statusCode()).isEqualTo(413);
        assertThat(api.producer.history()).isEmpty();
    }

    @Test
    void refusesAFileOverTheLimitAndNamesTheLimit() throws Exception {
        HttpResponse<String> answer = api.upload("talk.wav", "x".repeat(2_000), Map.of());

        assertThat(problem(answer)).isEqualTo("413 too_large");
        assertThat(answer.body()).contains("1000");
        assertThat(filesIn(folder)).isEmpty();
    }

    @Test
    void refusesWhatIsNotAsItShouldBeWithACodeAndASentence() throws Exception {
        assertThat(problem(api.upload("a.wav", "", Map.of()))).isEqualTo("400 empty_file");
        assertThat(problem(api.upload("a.wav", "x", Map.of("language", "xx")))).isEqualTo("400 unknown_language");
        assertThat(problem(api.upload("a.wav", "x", Map.of("langauge", "en")))).isEqualTo("400 unknown_field");
        assertThat(problem(api.get(JOBS + "/none"))).isEqualTo("404 unknown_job");
        assertThat(problem(api.get("/elsewhere"))).isEqualTo("404 nothing_here");
        assertThat(problem(api.post(JOBS, "text/plain", "hello"))).isEqualTo("415 no_form");
        assertThat(filesIn(folder)).isEmpty();
    }

    @Test
    void takesNoMoreJobsThanMayWaitAndSaysWhenToComeBack() throws Exception {
        api.restart(config(3, 1, false));
        for (String id : List.of("a", "b", "c")) {
            api.flow.send(Topics.EVENTS, id, Examples.event(id, EventType.ACCEPTED, Map.of()));
        }

        HttpResponse<String> answer = api.upload("talk.wav", "sound", Map.of());

        assertThat(problem(answer)).isEqualTo("503 too_many_jobs");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("30");
        assertThat(answer.body()).contains("\"limit\":3");
        assertThat(filesIn(folder)).isEmpty();

        api.flow.send(Topics.DONE, "a", Examples.transcript("a", "upload-1", "ask not"));
        assertThat(api.upload("talk.wav", "sound", Map.of()).statusCode()).isEqualTo(202);
    }

    @Test
    void takesNothingOntoADiskThatIsNearlyFull() throws Exception {
        api.restart(config(1_000, Long.MAX_VALUE, false));

        HttpResponse<String> answer = api.upload("talk.wav", "sound", Map.of());

        assertThat(problem(answer)).isEqualTo("503 disk_full");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("120");
    }

    @Test
    void keepsNothingAndSaysSoWhenKafkaDoesNotAcknowledge() throws Exception {
        api.producer.sendException = new TimeoutException("no broker");

        HttpResponse<String> answer = api.upload("talk.wav", "sound", Map.of());

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(filesIn(folder)).isEmpty();
    }

    private ApiConfig config(int maxOpenJobs, long minFreeBytes, boolean webhooks) {
        return new ApiConfig(
                "127.0.0.1",
                0,
                folder,
                ApiUnderTest.MAX_UPLOAD_BYTES,
                Duration.ofHours(24),
                maxOpenJobs,
                minFreeBytes,
                webhooks);
    }

    private HttpResponse<String> submit(String json) throws Exception {
        return api.post(JOBS, "application/json", json);
    }

    private static Stream<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList().stream();
        }
    }
}
