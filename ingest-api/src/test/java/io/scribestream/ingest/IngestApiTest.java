package io.scribestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scribestream.ingest.access.AccessConfig;
import io.scribestream.ingest.events.JobChanges;
import io.scribestream.ingest.events.LiveRoom;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.Command;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobCommand;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.JobOptions;
import io.scribestream.schemas.avro.Priority;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.TranscriptionJob;
import io.scribestream.testkit.FlowUnderTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestApiTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final OpenJobs open = new OpenJobs();
    private long minFreeBytes = 1;
    private boolean webhooks = true;
    private final FlowUnderTest flow = FlowUnderTest.of(new BoardFlow(upload -> {}, open, new JobChanges()));
    private final FakeLetters letters = new FakeLetters();
    private boolean ready = true;
    private MockProducer<String, SpecificRecord> producer;
    private IngestApi api;

    @BeforeEach
    void start() {
        producer = producer(true);
        api = api(producer);
    }

    @AfterEach
    void stop() {
        api.close();
        flow.close();
    }

    @Test
    void acceptsAFileAfterKafkaAcknowledgedTheJob() throws Exception {
        HttpResponse<String> answer = upload("talk.wav", "sound", Map.of("language", "de"));

        assertThat(answer.statusCode()).isEqualTo(202);
        JsonNode body = JSON.readTree(answer.body());
        TranscriptionJob job = (TranscriptionJob) producer.history().get(0).value();
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
        TranscriptionJob job = (TranscriptionJob) producer.history().get(0).value();
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
        TranscriptionJob job = (TranscriptionJob) producer.history().get(0).value();
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
                    .isEqualTo("wrong_value");
        }
    }

    @Test
    void takesAnAddressThatIsToldOfTheEnd() throws Exception {
        String source = "\"source\": {\"url\": \"https://example.org/a.mp3\"}";
        assertThat(submit("{" + source + ", \"callback\": {\"url\": \"https://example.org/hooks\"}}")
                        .statusCode())
                .isEqualTo(202);
        assertThat(upload("a.wav", "x", Map.of("callback", "https://example.net/hooks"))
                        .statusCode())
                .isEqualTo(202);
        assertThat(producer.history())
                .extracting(record -> ((TranscriptionJob) record.value()).getCallback())
                .containsExactly("https://example.org/hooks", "https://example.net/hooks");
        for (String wrong : List.of("ftp://example.org/a", "https://user@example.org/a", "hooks", "https:///a")) {
            assertThat(problem(submit("{" + source + ", \"callback\": {\"url\": \"" + wrong + "\"}}")))
                    .as(wrong)
                    .isEqualTo("wrong_value");
        }
        assertThat(submit("{" + source + ", \"callback\": {\"uri\": \"https://example.org\"}}")
                        .body())
                .contains("unknown_field", "did you mean 'callback.url'?");
    }

    @Test
    void refusesACallbackWhereNoWebhookIsEverSent() throws Exception {
        api.close();
        webhooks = false;
        api = api(producer);
        assertThat(problem(upload("a.wav", "x", Map.of("callback", "https://example.net/hooks"))))
                .isEqualTo("webhooks_off");
        assertThat(producer.history()).isEmpty();
        assertThat(filesIn(folder)).isEmpty();
    }

    @Test
    void refusesAJobInJsonThatIsNotAsItShouldBe() throws Exception {
        String source = "\"source\": {\"url\": \"https://example.org/a.mp3\"}";
        assertThat(problem(submit("{"))).isEqualTo("broken_body");
        assertThat(problem(submit("[]"))).isEqualTo("broken_body");
        assertThat(problem(submit("{}"))).isEqualTo("wrong_value");
        assertThat(problem(submit("{\"source\": {\"url\": \"ftp://example.org/a.mp3\"}}")))
                .isEqualTo("wrong_value");
        assertThat(problem(submit("{\"source\": \"https://example.org/a.mp3\"}")))
                .isEqualTo("wrong_value");
        assertThat(submit("{" + source + ", \"prioritty\": \"high\"}").body())
                .contains("unknown_field", "did you mean 'priority'?");
        assertThat(submit("{" + source + ", \"options\": {\"langauge\": \"en\"}}")
                        .body())
                .contains("unknown_field", "did you mean 'options.language'?");
        assertThat(problem(submit("{" + source + ", \"options\": {\"language\": \"xx\"}}")))
                .isEqualTo("unknown_language");
        assertThat(problem(submit("{" + source + ", \"priority\": \"urgent\"}")))
                .isEqualTo("wrong_value");
        assertThat(problem(submit("{" + source + ", \"deadline_seconds\": 0}"))).isEqualTo("wrong_value");
        assertThat(problem(submit("{" + source + ", \"deadline_seconds\": \"soon\"}")))
                .isEqualTo("wrong_value");
        assertThat(problem(submit("{" + source + ", \"metadata\": {\"a\": [1]}}")))
                .isEqualTo("wrong_value");
        assertThat(submit("\"" + "x".repeat(70_000) + "\"").statusCode()).isEqualTo(413);
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void takesPriorityAndDeadlineOfAFileToo() throws Exception {
        upload("a.wav", "x", Map.of("priority", "low", "deadline_seconds", "60"));
        TranscriptionJob job = (TranscriptionJob) producer.history().get(0).value();
        assertThat(job.getPriority()).isEqualTo(Priority.LOW);
        assertThat(job.getDeadlineSeconds()).isEqualTo(60);
        assertThat(problem(upload("a.wav", "x", Map.of("deadline_seconds", "-5"))))
                .isEqualTo("wrong_value");
        assertThat(filesIn(folder)).hasSize(1);
    }

    @Test
    void takesNoMoreJobsThanMayWaitAndSaysWhenToComeBack() throws Exception {
        for (String id : List.of("a", "b", "c")) {
            flow.send(Topics.EVENTS, id, event(id, EventType.ACCEPTED, Map.of()));
        }

        HttpResponse<String> answer = upload("talk.wav", "sound", Map.of());

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(problem(answer)).isEqualTo("too_many_jobs");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("30");
        assertThat(answer.body()).contains("\"limit\":3");
        assertThat(filesIn(folder)).isEmpty();

        flow.send(Topics.DONE, "a", Examples.transcript("a", "upload-1", "ask not"));
        assertThat(upload("talk.wav", "sound", Map.of()).statusCode()).isEqualTo(202);
    }

    @Test
    void takesNothingOntoADiskThatIsNearlyFull() throws Exception {
        api.close();
        minFreeBytes = Long.MAX_VALUE;
        api = api(producer);

        HttpResponse<String> answer = upload("talk.wav", "sound", Map.of());

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(problem(answer)).isEqualTo("disk_full");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("120");
    }

    @Test
    void ordersThatAJobEnds() throws Exception {
        flow.send(Topics.EVENTS, "running", event("running", EventType.ACCEPTED, Map.of()));
        flow.send(Topics.DONE, "over", Examples.transcript("over", "upload-1", "ask not"));

        assertThat(delete("/api/v1/transcriptions/running").statusCode()).isEqualTo(202);
        assertThat(problem(delete("/api/v1/transcriptions/over?only=running"))).isEqualTo("already_ended");
        assertThat(problem(delete("/api/v1/transcriptions/nobody"))).isEqualTo("unknown_job");

        assertThat(producer.history()).singleElement().satisfies(record -> {
            assertThat(record.topic()).isEqualTo("transcription.control");
            assertThat(((JobCommand) record.value()).getCommand()).isEqualTo(Command.CANCEL);
        });
    }

    @Test
    void knowsAJobBeforeTheBoardHasHeardOfIt() throws Exception {
        String id = JSON.readTree(upload("talk.wav", "sound", Map.of()).body())
                .path("id")
                .asText();

        JsonNode status = JSON.readTree(get("/api/v1/transcriptions/" + id).body());

        assertThat(status.path("state").asText()).isEqualTo("queued");
        assertThat(status.path("name").asText()).isEqualTo("talk.wav");
    }

    @Test
    void keepsNothingAndSaysSoWhenKafkaDoesNotAcknowledge() throws Exception {
        api.close();
        MockProducer<String, SpecificRecord> deaf = producer(true);
        deaf.sendException = new TimeoutException("no broker");
        api = api(deaf);

        HttpResponse<String> answer = upload("talk.wav", "sound", Map.of());

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(filesIn(folder)).isEmpty();
    }

    @Test
    void refusesAFileOverTheLimitAndNamesTheLimit() throws Exception {
        HttpResponse<String> answer = upload("talk.wav", "x".repeat(2_000), Map.of());

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(problem(answer)).isEqualTo("too_large");
        assertThat(answer.body()).contains("1000");
        assertThat(filesIn(folder)).isEmpty();
    }

    @Test
    void refusesWhatIsNotAsItShouldBeWithACodeAndASentence() throws Exception {
        assertThat(problem(upload("a.wav", "", Map.of()))).isEqualTo("empty_file");
        assertThat(problem(upload("a.wav", "x", Map.of("language", "xx")))).isEqualTo("unknown_language");
        assertThat(problem(upload("a.wav", "x", Map.of("langauge", "en")))).isEqualTo("unknown_field");
        assertThat(problem(get("/api/v1/transcriptions/none"))).isEqualTo("unknown_job");
        assertThat(problem(get("/elsewhere"))).isEqualTo("nothing_here");
        assertThat(problem(post("/api/v1/transcriptions", "text/plain", "hello")))
                .isEqualTo("no_form");
        assertThat(filesIn(folder)).isEmpty();
    }

    @Test
    void givesTheTranscriptInTheFormatThatIsAskedFor() throws Exception {
        flow.send(Topics.DONE, "job-1", Examples.transcript("job-1", "upload-1", "ask not"));

        HttpResponse<String> srt = get("/api/v1/transcriptions/job-1/result?format=srt");

        assertThat(srt.statusCode()).isEqualTo(200);
        assertThat(srt.headers().firstValue("Content-Type")).hasValue("application/x-subrip; charset=utf-8");
        assertThat(srt.body()).contains("-->").contains("ask not");
        assertThat(problem(get("/api/v1/transcriptions/job-1/result?format=doc")))
                .isEqualTo("unknown_format");
    }

    @Test
    void saysThatATranscriptIsNotReady() throws Exception {
        String id = JSON.readTree(upload("talk.wav", "sound", Map.of()).body())
                .path("id")
                .asText();

        HttpResponse<String> answer = get("/api/v1/transcriptions/" + id + "/result");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(problem(answer)).isEqualTo("not_ready");
    }

    @Test
    void saysTheGapsInATextWhereTheyAreAskedFor() throws Exception {
        flow.send(Topics.DONE, "job-1", Examples.withGap("job-1", 1));

        String result = "/api/v1/transcriptions/job-1/result?format=txt";
        assertThat(get(result).body()).doesNotContain("[gap");
        assertThat(get(result + "&gaps=true").body()).contains("[gap 00:00:02-00:00:03: deadline]");
    }

    @Test
    void ordersThatGapsAreHeardAgainWithTheOptionsGiven() throws Exception {
        flow.send(Topics.DONE, "job-1", Examples.withGap("job-1", 1));

        HttpResponse<String> answer = redrive("job-1", "{\"language\": \"de\", \"prompt\": \"\"}");
        redrive("job-1", "");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(JSON.readTree(answer.body()).path("version").asInt()).isEqualTo(1);
        assertThat(answer.headers().firstValue("Location")).hasValue("/api/v1/transcriptions/job-1");
        assertThat(producer.history())
                .extracting(record -> record.topic() + " " + record.key())
                .containsOnly("transcription.control job-1");
        assertThat(producer.history())
                .extracting(record -> (JobCommand) record.value())
                .satisfiesExactly(
                        first -> {
                            assertThat(first.getCommand()).isEqualTo(Command.REDRIVE);
                            assertThat(first.getLanguage()).isEqualTo("de");
                            assertThat(first.getPrompt()).isEmpty();
                        },
                        second -> {
                            assertThat(second.getLanguage()).isEmpty();
                            assertThat(second.getPrompt()).isNull();
                        });
    }

    @Test
    void refusesInASentenceToHearAgainWhatHasNoGap() throws Exception {
        flow.send(Topics.DONE, "whole", Examples.transcript("whole", "upload-1", "all of it"));
        flow.send(Topics.DONE, "gaps", Examples.withGap("gaps", 1));
        flow.send(Topics.EVENTS, "running", event("running", EventType.ACCEPTED, Map.of()));

        assertThat(problem(redrive("nobody", ""))).isEqualTo("unknown_job");
        assertThat(problem(redrive("whole", ""))).isEqualTo("no_gaps");
        assertThat(problem(redrive("running", ""))).isEqualTo("still_running");
        assertThat(problem(redrive("gaps", "{\"language\": \"klingon\"}"))).isEqualTo("unknown_language");
        assertThat(problem(redrive("gaps", "{\"langauge\": \"de\"}"))).isEqualTo("unknown_field");
        assertThat(problem(redrive("gaps", "{\"prompt\": 7}"))).isEqualTo("wrong_value");
        assertThat(problem(redrive("gaps", "[]"))).isEqualTo("broken_body");
        assertThat(problem(redrive("gaps", "{"))).isEqualTo("broken_body");
        assertThat(problem(redrive("gaps", "{} {}"))).isEqualTo("broken_body");
        assertThat(problem(redrive("gaps", "{\"prompt\": \"" + "x".repeat(20_000) + "\"}")))
                .isEqualTo("too_large");
        flow.send(Topics.EVENTS, "gaps", event("gaps", EventType.REDRIVING, Map.of("redrive", "1")));
        assertThat(problem(redrive("gaps", ""))).isEqualTo("still_running");
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void showsAJobThatADeadLetterHoldsUpAsFailedUntilItIsDrivenBack() throws Exception {
        flow.send(Topics.EVENTS, "job-1", event("job-1", EventType.STARTED, Map.of()));
        letters.add(FakeLetters.letter(3, "transcription.audio", "job-1/7", false));

        JsonNode stuck = JSON.readTree(get("/api/v1/transcriptions/job-1").body());
        assertThat(stuck.path("state").asText()).isEqualTo("failed");
        assertThat(stuck.path("reason").asText()).isEqualTo("internal");
        assertThat(stuck.path("message").asText())
                .contains("IllegalStateException")
                .contains("0-3");
        assertThat(stuck.path("dead_letter").asText()).isEqualTo("0-3");
        assertThat(get("/api/v1/transcriptions").body()).contains("\"failed\"");
        assertThat(problem(get("/api/v1/transcriptions/job-1/result"))).isEqualTo("job_failed");

        assertThat(post("/api/v1/admin/dead-letters/0-3/redrive", "", "").statusCode())
                .isEqualTo(200);

        JsonNode again = JSON.readTree(get("/api/v1/transcriptions/job-1").body());
        assertThat(again.path("state").asText()).isEqualTo("queued");
        assertThat(again.has("reason")).isFalse();
    }

    @Test
    void knowsAJobOfWhichThereIsOnlyADeadLetter() throws Exception {
        letters.add(FakeLetters.letter(4, "transcription.jobs", "job-2", false));

        JsonNode status = JSON.readTree(get("/api/v1/transcriptions/job-2").body());

        assertThat(status.path("state").asText()).isEqualTo("failed");
        assertThat(status.path("dead_letter").asText()).isEqualTo("0-4");
    }

    @Test
    void leavesAJobAsItIsWhoseLetterWasAnsweredOrIsOnlyAnOrder() throws Exception {
        flow.send(Topics.EVENTS, "job-1", event("job-1", EventType.STARTED, Map.of()));
        letters.add(FakeLetters.letter(3, "transcription.audio", "job-1/7", true));
        letters.add(FakeLetters.letter(4, "transcription.control", "job-1", false));
        letters.add(FakeLetters.letter(5, "transcription.events", "job-1", false));

        assertThat(JSON.readTree(get("/api/v1/transcriptions/job-1").body())
                        .path("state")
                        .asText())
                .isEqualTo("queued");
    }

    @Test
    void listsShowsAndDropsDeadLetters() throws Exception {
        letters.add(FakeLetters.letter(3, "transcription.jobs", "job-1", false));
        letters.add(FakeLetters.letter(4, "transcription.segments", null, false));

        JsonNode listed =
                JSON.readTree(get("/api/v1/admin/dead-letters").body()).path("dead_letters");
        assertThat(listed).extracting(letter -> letter.path("id").asText()).containsExactly("0-4", "0-3");
        assertThat(listed.get(1).path("job_id").asText()).isEqualTo("job-1");
        JsonNode shown = JSON.readTree(get("/api/v1/admin/dead-letters/0-3").body());
        assertThat(shown.path("value").asText()).isEqualTo("AAEC/w==");
        assertThat(shown.path("value_bytes").asInt()).isEqualTo(4);
        assertThat(shown.path("headers").path("trace").asText()).isEqualTo("t");
        assertThat(shown.path("headers").path("raw").asText()).isEqualTo("base64:/w==");
        HttpResponse<String> dropped = delete("/api/v1/admin/dead-letters/0-3");
        assertThat(JSON.readTree(dropped.body()).path("state").asText()).isEqualTo("dropped");
        HttpResponse<String> again = delete("/api/v1/admin/dead-letters/0-3");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(problem(again)).isEqualTo("settled");
        assertThat(problem(get("/api/v1/admin/dead-letters/0-99"))).isEqualTo("unknown_letter");
        assertThat(problem(get("/api/v1/admin/dead-letters/all"))).isEqualTo("no_letter_id");
    }

    @Test
    void answersOperatorsOnlyFromTheMachineItself() throws Exception {
        for (Map<String, String> elsewhere : List.of(
                Map.of("X-Forwarded-For", "203.0.113.7"),
                Map.of("Forwarded", "for=203.0.113.7"),
                Map.of("Origin", "https://example.org"),
                Map.of("Origin", "null"))) {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri("/api/v1/admin/dead-letters"));
            elsewhere.forEach(request::header);
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(elsewhere.toString()).isEqualTo(403);
            assertThat(problem(answer)).isEqualTo("only_from_here");
        }
        assertThat(rawStatus(
                        "GET /api/v1/admin/dead-letters HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n"))
                .as("a name that was made to lead here")
                .contains(" 403 ");
        assertThat(get("/api/v1/admin/dead-letters").statusCode()).isEqualTo(200);
    }

    @Test
    void isReadyOnlyWhenItsChecksAre() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        ready = false;
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    }

    @Test
    void removesAtItsStartWhatUploadsLeftThatWereCutOff() throws Exception {
        api.close();
        Path cutOff = Files.createFile(folder.resolve("old.part"));
        Files.setLastModifiedTime(cutOff, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        Path beingWritten = Files.createFile(folder.resolve("new.part"));

        api = api(producer);

        assertThat(filesIn(folder)).containsExactly(beingWritten);
    }

    @Test
    void doesNotStartOnAPortThatIsTaken() {
        IngestApi second = new IngestApi(
                config(api.port()),
                new Backing(
                        producer,
                        board(),
                        open,
                        letters,
                        () -> report(true),
                        new FakeRequests(),
                        new LiveRoom(new JobChanges(), LiveRoom.Timing.USUAL)),
                Clock.systemUTC());

        Assertions.assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(second::start)
                .withMessageContaining(Integer.toString(api.port()));
    }

    private IngestApi api(MockProducer<String, SpecificRecord> jobs) {
        AccessRoutes nobodyAsked = new AccessRoutes(new AccessConfig(false), List.of());
        return new IngestApi(
                        config(0),
                        new Backing(
                                jobs,
                                board(),
                                open,
                                letters,
                                () -> report(ready),
                                new FakeRequests(),
                                new LiveRoom(new JobChanges(), LiveRoom.Timing.USUAL)),
                        Clock.systemUTC(),
                        List.of(nobodyAsked))
                .start();
    }

    private ApiConfig config(int port) {
        return new ApiConfig("127.0.0.1", port, folder, 1_000, Duration.ofHours(1), 3, minFreeBytes, webhooks);
    }

    private BoardView board() {
        return new BoardView(new BoardView.Stores() {
            @Override
            public <V> ReadOnlyKeyValueStore<String, V> store(String name) {
                return flow.store(name);
            }
        });
    }

    private static Readiness.Report report(boolean ready) {
        return Readiness.Report.of(Map.of("kafka", new Readiness.Check(ready, "")));
    }

    private static MockProducer<String, SpecificRecord> producer(boolean acknowledges) {
        return new MockProducer<>(acknowledges, null, new StringSerializer(), (topic, value) -> new byte[0]);
    }

    private HttpResponse<String> upload(String name, String content, Map<String, String> fields) throws Exception {
        StringBuilder form = new StringBuilder();
        form.append("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"")
                .append(name)
                .append("\"\r\n\r\n")
                .append(content)
                .append("\r\n");
        fields.forEach((key, value) -> form.append("--b\r\nContent-Disposition: form-data; name=\"")
                .append(key)
                .append("\"\r\n\r\n")
                .append(value)
                .append("\r\n"));
        form.append("--b--\r\n");
        return post("/api/v1/transcriptions", "multipart/form-data; boundary=b", form.toString());
    }

    private HttpResponse<String> post(String path, String type, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", type.isEmpty() ? "text/plain" : type)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> submit(String json) throws Exception {
        return post("/api/v1/transcriptions", "application/json", json);
    }

    private HttpResponse<String> redrive(String id, String body) throws Exception {
        return post("/api/v1/transcriptions/" + id + "/redrive", "application/json", body);
    }

    private HttpResponse<String> delete(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(uri(path)).DELETE().build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The first line of the answer to a request that the JDK's client would not send. */
    private String rawStatus(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", api.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        }
    }

    private static JobEvent event(String jobId, EventType type, Map<String, String> details) {
        return JobEvent.newBuilder()
                .setEventId("e")
                .setJobId(jobId)
                .setType(type)
                .setDetails(details)
                .build();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + api.port() + path);
    }

    private static String problem(HttpResponse<String> answer) throws IOException {
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        return JSON.readTree(answer.body()).path("code").asText();
    }

    private static Stream<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList().stream();
        }
    }
}
