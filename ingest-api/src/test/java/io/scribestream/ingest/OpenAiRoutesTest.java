package io.scribestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scribestream.ingest.access.AccessConfig;
import io.scribestream.ingest.limits.LimitConfig;
import io.scribestream.ingest.limits.LocalLimiter;
import io.scribestream.runtime.Env;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.Command;
import io.scribestream.schemas.avro.JobCommand;
import io.scribestream.schemas.avro.Priority;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.schemas.avro.TranscriptionJob;
import io.scribestream.schemas.avro.Word;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class OpenAiRoutesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TRANSCRIPTIONS = "/v1/audio/transcriptions";

    @TempDir
    Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private BoardApi api;

    @BeforeEach
    void start() {
        api = new BoardApi(folder, BoardApi.QUICK, List.of());
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void answersWithTheTextOnceTheJobBehindItIsDone() throws Exception {
        CompletableFuture<HttpResponse<String>> asked =
                ask(TRANSCRIPTIONS, "model", "whisper-1", "language", "de", "prompt", "Kennedy");
        TranscriptionJob job = job(0);
        assertThat(job.getPriority()).isEqualTo(Priority.HIGH);
        assertThat(job.getOptions().getLanguage()).isEqualTo("de");
        assertThat(job.getOptions().getPrompt()).isEqualTo("Kennedy");
        assertThat(job.getOptions().getTranslate()).isFalse();
        assertThat(job.getSource().getName()).isEqualTo("talk.wav");
        assertThat(folder.resolve(job.getSource().getLocation())).hasContent("sound");
        assertThat(asked).isNotDone();

        done(job, "ask not");

        HttpResponse<String> answer = asked.get(30, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()))
                .isEqualTo(
                        JSON.readTree("{\"text\": \"ask not\", \"usage\": {\"type\": \"duration\", \"seconds\": 3}}"));
        assertThat(answer.headers().firstValue("x-request-id")).hasValue(job.getJobId());
    }

    @ParameterizedTest
    @CsvSource({
        "text, text/plain, 'ask not\n'",
        "srt, application/x-subrip, '1\n00:00:00,500 --> 00:00:02,000\nask not\n'",
        "vtt, text/vtt, 'WEBVTT'",
        "json, application/json, '{\"text\":\"ask not\"'"
    })
    void answersInTheFormThatIsAskedFor(String form, String mediaType, String begin) throws Exception {
        CompletableFuture<HttpResponse<String>> asked =
                ask(TRANSCRIPTIONS, "model", "whisper-1", "response_format", form);
        done(job(0), "ask not");

        HttpResponse<String> answer = asked.get(30, TimeUnit.SECONDS);

        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(mediaType);
        assertThat(answer.body()).startsWith(begin);
    }

    @Test
    void givesSegmentsAndWordsWithTheirTimes() throws Exception {
        CompletableFuture<HttpResponse<String>> asked = ask(
                TRANSCRIPTIONS,
                "model",
                "base",
                "response_format",
                "verbose_json",
                "timestamp_granularities[]",
                "word",
                "timestamp_granularities[]",
                "segment");
        TranscriptionJob job = job(0);
        Transcript transcript = Examples.transcript(job.getJobId(), "upload-1", "ask not");
        transcript.setLanguage("en");
        transcript.getSegments().get(0).setProbability(0.5f);
        transcript
                .getSegments()
                .get(0)
                .setWords(List.of(new Word("ask", 0.5, 1.0, 0.5f), new Word("not", 1.0, 2.0, 0.5f)));
        api.send(Topics.DONE, job.getJobId(), transcript);

        JsonNode body = JSON.readTree(asked.get(30, TimeUnit.SECONDS).body());

        assertThat(body.path("task").asText()).isEqualTo("transcribe");
        assertThat(body.path("language").asText()).isEqualTo("english");
        assertThat(body.path("duration").asDouble()).isEqualTo(3);
        assertThat(body.path("text").asText()).isEqualTo("ask not");
        assertThat(body.path("words")).hasSize(2);
        assertThat(body.path("words").get(1).toString()).isEqualTo("{\"word\":\"not\",\"start\":1.0,\"end\":2.0}");
        JsonNode segment = body.path("segments").get(0);
        assertThat(segment.path("id").asInt()).isZero();
        assertThat(segment.path("start").asDouble()).isEqualTo(0.5);
        assertThat(segment.path("seek").asInt()).isEqualTo(50);
        assertThat(segment.path("avg_logprob").asDouble()).isCloseTo(Math.log(0.5), Offset.offset(1e-6));
        assertThat(segment.path("compression_ratio").asDouble()).isBetween(0.1, 1.0);
        assertThat(segment.path("tokens").isArray()).isTrue();
        assertThat(segment.path("no_speech_prob").asDouble()).isZero();
        assertThat(body.has("gaps")).isFalse();
    }

    @Test
    void saysWhatCouldNotBeHeard() throws Exception {
        CompletableFuture<HttpResponse<String>> asked = ask(
                TRANSCRIPTIONS,
                "model",
                "base",
                "response_format",
                "verbose_json",
                "timestamp_granularities[]",
                "word");
        String jobId = job(0).getJobId();
        api.send(Topics.DONE, jobId, Examples.withGap(jobId, 1));

        JsonNode body = JSON.readTree(asked.get(30, TimeUnit.SECONDS).body());

        assertThat(body.path("gaps").toString()).isEqualTo("[{\"start\":2.0,\"end\":3.0,\"reason\":\"deadline\"}]");
        assertThat(body.has("segments")).as("only words were asked for").isFalse();
    }

    @Test
    void translates() throws Exception {
        CompletableFuture<HttpResponse<String>> asked =
                ask("/v1/audio/translations", "model", "whisper-1", "response_format", "verbose_json");
        assertThat(job(0).getOptions().getTranslate()).isTrue();
        done(job(0), "ask not");

        JsonNode body = JSON.readTree(asked.get(30, TimeUnit.SECONDS).body());

        assertThat(body.path("task").asText()).isEqualTo("translate");
        assertThat(body.path("language").asText()).isEqualTo("english");
    }

    @Test
    void streamsTheTextAsItComes() throws Exception {
        HttpResponse<InputStream> answer = client.send(
                form(TRANSCRIPTIONS, "model", "whisper-1", "stream", "true").build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        String jobId = job(0).getJobId();
        try (EventReader events = EventReader.of(answer.body())) {
            api.send(Topics.EVENTS, jobId, Examples.partial(jobId, 0.3, "ask not"));
            assertThat(events.next().data()).isEqualTo("{\"type\":\"transcript.text.delta\",\"delta\":\"ask not\"}");
            api.send(Topics.EVENTS, jobId, Examples.partial(jobId, 0.5, "what"));
            assertThat(events.next().data()).isEqualTo("{\"type\":\"transcript.text.delta\",\"delta\":\" what\"}");
            done(job(0), "ask not what");
            assertThat(events.rest())
                    .extracting(EventReader.Event::data)
                    .containsExactly("{\"type\":\"transcript.text.done\",\"text\":\"ask not what\"}");
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "model, '', 400, missing_parameter, model",
                "model, gpt-4o-transcribe, 404, model_not_found, model",
                "response_format, docx, 400, invalid_value, response_format",
                "temperature, 2, 400, invalid_value, temperature",
                "temperature, hot, 400, invalid_value, temperature",
                "language, klingon, 400, invalid_value, language",
                "stream, maybe, 400, invalid_value, stream",
                "timestamp_granularities[], word, 400, invalid_value, timestamp_granularities[]",
                "chunking_strategy, '{}', 400, invalid_value, chunking_strategy",
                "speaker, 1, 400, unknown_parameter, speaker"
            })
    void saysWhichParameterIsWrong(String name, String value, int status, String code, String parameter)
            throws Exception {
        List<String> fields = new ArrayList<>(List.of(name, value));
        if (!name.equals("model")) {
            fields.addAll(List.of("model", "whisper-1"));
        }

        HttpResponse<String> answer =
                ask(TRANSCRIPTIONS, fields.toArray(String[]::new)).get(30, TimeUnit.SECONDS);

        assertThat(answer.statusCode()).isEqualTo(status);
        JsonNode error = JSON.readTree(answer.body()).path("error");
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("param").asText()).isEqualTo(parameter);
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.path("message").asText()).isNotBlank();
        assertThat(filesIn(folder)).isEmpty();
        assertThat(api.producer.history()).isEmpty();
    }

    @Test
    void streamsOnlyWhatIsText() throws Exception {
        HttpResponse<String> answer = ask(
                        TRANSCRIPTIONS, "model", "whisper-1", "stream", "true", "response_format", "srt")
                .get(30, TimeUnit.SECONDS);

        assertThat(error(answer).path("param").asText()).isEqualTo("stream");
    }

    @Test
    void hasNoStreamOfTranslations() throws Exception {
        HttpResponse<String> answer = ask("/v1/audio/translations", "model", "whisper-1", "stream", "true")
                .get(30, TimeUnit.SECONDS);

        assertThat(error(answer).path("code").asText()).isEqualTo("unknown_parameter");
    }

    @Test
    void givesEveryErrorTheShapeThatItsClientsRead() throws Exception {
        HttpResponse<String> nothing = get("/v1/nothing");
        assertThat(nothing.statusCode()).isEqualTo(404);
        assertThat(error(nothing).path("code").asText()).isEqualTo("nothing_here");
        HttpResponse<String> large = client.send(
                formOf("x".repeat(1_000_001), TRANSCRIPTIONS, "model", "whisper-1")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(error(large).path("code").asText()).isEqualTo("too_large");
        HttpResponse<String> noForm = client.send(
                HttpRequest.newBuilder(api.uri(TRANSCRIPTIONS))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(noForm.statusCode()).isEqualTo(415);
        assertThat(error(noForm).path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error(noForm).path("param").isNull()).isTrue();
    }

    @Test
    void asksForAKeyInThatShape() throws Exception {
        api.close();
        api = new BoardApi(folder, BoardApi.QUICK, List.of(new AccessRoutes(new AccessConfig(true), List.of())));

        HttpResponse<String> answer = ask(TRANSCRIPTIONS, "model", "whisper-1").get(30, TimeUnit.SECONDS);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(error(answer).path("code").asText()).isEqualTo("invalid_api_key");
        assertThat(error(answer).path("type").asText()).isEqualTo("authentication_error");
    }

    @Test
    void countsAsNewWorkAndSaysInThatShapeWhenItIsTooMuch() throws Exception {
        api.close();
        LimitConfig config = LimitConfig.from(
                Env.of(Map.of(
                        "SCRIBE_LIMITS", "on", "SCRIBE_LIMIT_TRANSCRIBE_HOUR", "1", "SCRIBE_LIMIT_STATUS_HOUR", "1")),
                false);
        api = new BoardApi(
                folder,
                BoardApi.QUICK,
                List.of(new LimitRoutes(
                        new LocalLimiter(LimitConfig.KEPT), config, LimitRoutes.Clients.ONE, Clock.systemUTC())));
        HttpResponse<String> first = ask(TRANSCRIPTIONS, "model", "none").get(30, TimeUnit.SECONDS);
        assertThat(first.statusCode()).isEqualTo(404);

        HttpResponse<String> answer = ask(TRANSCRIPTIONS, "model", "whisper-1").get(30, TimeUnit.SECONDS);

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(error(answer).path("code").asText()).isEqualTo("rate_limited");
        assertThat(error(answer).path("type").asText()).isEqualTo("rate_limit_error");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(get("/v1/models").statusCode()).isEqualTo(200);
        assertThat(get("/v1/models/whisper-1").statusCode()).isEqualTo(429);
    }

    @Test
    void saysWhyAJobFailed() throws Exception {
        CompletableFuture<HttpResponse<String>> asked = ask(TRANSCRIPTIONS, "model", "whisper-1");
        failed(job(0), "unreadable_audio");
        CompletableFuture<HttpResponse<String>> again = ask(TRANSCRIPTIONS, "model", "whisper-1");
        failed(job(1), "engine_failed");
        CompletableFuture<HttpResponse<String>> streamed = ask(TRANSCRIPTIONS, "model", "whisper-1", "stream", "true");
        failed(job(2), "no_audio_stream");

        assertThat(asked.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(400);
        assertThat(error(asked.get()).path("code").asText()).isEqualTo("unreadable_audio");
        assertThat(again.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(500);
        assertThat(error(again.get()).path("type").asText()).isEqualTo("server_error");
        assertThat(streamed.get(30, TimeUnit.SECONDS).body())
                .startsWith("data: {\"error\":{")
                .contains("no_audio_stream");
    }

    @Test
    void cancelsTheJobOfAClientThatGoesAway() throws Exception {
        for (String stream : List.of("false", "true")) {
            try (Socket socket = send(TRANSCRIPTIONS, "", "model", "whisper-1", "stream", stream)) {
                Eventually.holds(() -> api.live.open() == 1);
            }
            Eventually.holds(() -> api.live.open() == 0);
        }
        Eventually.holds(() -> orders().size() == 2);
        assertThat(orders()).extracting(JobCommand::getCommand).containsOnly(Command.CANCEL);
        assertThat(orders())
                .extracting(JobCommand::getJobId)
                .containsExactlyInAnyOrder(
                        jobs().get(0).getJobId(), jobs().get(1).getJobId());
    }

    @Test
    void givesTheJobAtOnceToAClientThatDoesNotWaitAndLeavesItAlone() throws Exception {
        HttpResponse<String> answer = client.send(
                form(TRANSCRIPTIONS, "model", "whisper-1")
                        .header("Prefer", "respond-async, wait=10")
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Preference-Applied")).hasValue("respond-async");
        String own = "/api/v1/transcriptions/" + job(0).getJobId();
        assertThat(answer.headers().firstValue("Location")).hasValue(own);
        JsonNode body = JSON.readTree(answer.body());
        assertThat(body.path("status_url").asText()).isEqualTo(own);
        assertThat(body.path("result_url").asText()).isEqualTo(own + "/result");
        assertThat(body.path("events_url").asText()).isEqualTo(own + "/events");
        assertThat(api.live.open()).isZero();
        assertThat(orders()).isEmpty();
    }

    @Test
    void saysWhichJobGoesOnWhenTheServerIsStopped() throws Exception {
        CompletableFuture<HttpResponse<String>> waiting = ask(TRANSCRIPTIONS, "model", "whisper-1");
        job(0);
        CompletableFuture<HttpResponse<String>> streaming = ask(TRANSCRIPTIONS, "model", "whisper-1", "stream", "true");
        job(1);
        Eventually.holds(() -> api.live.open() == 2);

        api.stop();

        HttpResponse<String> answer = waiting.get(30, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(error(answer).path("code").asText()).isEqualTo("interrupted");
        assertThat(error(answer).path("message").asText())
                .contains(jobs().get(0).getJobId());
        assertThat(streaming.get(30, TimeUnit.SECONDS).body())
                .contains("\"interrupted\"")
                .contains(jobs().get(1).getJobId());
        assertThat(orders()).isEmpty();
    }

    @Test
    void keepsNoThreadForThoseWhoWait() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            asked.add(ask(TRANSCRIPTIONS, "model", "whisper-1"));
            job(i);
        }
        Eventually.holds(() -> api.live.open() == 100);
        Eventually.holds(() -> BoardApi.serverThreads() < 30);
        for (TranscriptionJob job : jobs()) {
            done(job, "text of " + job.getJobId());
        }
        for (int i = 0; i < 100; i++) {
            assertThat(asked.get(i).get(30, TimeUnit.SECONDS).body())
                    .contains("text of " + jobs().get(i).getJobId());
        }
    }

    @Test
    void waitsOnWhileTheBoardCannotBeAsked() throws Exception {
        CompletableFuture<HttpResponse<String>> asked = ask(TRANSCRIPTIONS, "model", "whisper-1");
        TranscriptionJob job = job(0);
        Eventually.holds(() -> api.live.open() == 1);
        api.boardAway(true);
        done(job, "ask not");
        Eventually.holds(() -> api.askedInVain() > 0);
        api.boardAway(false);

        assertThat(asked.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    void namesItsModels() throws Exception {
        assertThat(JSON.readTree(get("/v1/models").body()).path("data"))
                .extracting(model -> model.path("id").asText())
                .containsExactly("whisper-1", "base");
        JsonNode one = JSON.readTree(get("/v1/models/base").body());
        assertThat(one.path("object").asText()).isEqualTo("model");
        assertThat(one.path("owned_by").asText()).isEqualTo("scribestream");
        assertThat(get("/v1/models/gpt-5").statusCode()).isEqualTo(404);
        assertThat(error(get("/v1/models/gpt-5")).path("code").asText()).isEqualTo("model_not_found");
    }

    private void done(TranscriptionJob job, String text) {
        api.send(Topics.DONE, job.getJobId(), Examples.transcript(job.getJobId(), "upload-1", text));
    }

    private void failed(TranscriptionJob job, String reason) {
        api.send(Topics.ERROR, job.getJobId(), Examples.failure(job.getJobId(), reason));
    }

    /** The job of the request that came so late; waits for it. */
    private TranscriptionJob job(int index) throws Exception {
        Eventually.holds(() -> jobs().size() > index);
        return jobs().get(index);
    }

    private List<TranscriptionJob> jobs() {
        return api.producer.history().stream()
                .filter(record -> record.value() instanceof TranscriptionJob)
                .map(record -> (TranscriptionJob) record.value())
                .toList();
    }

    private List<JobCommand> orders() {
        return api.producer.history().stream()
                .filter(record -> record.value() instanceof JobCommand)
                .map(record -> (JobCommand) record.value())
                .toList();
    }

    private CompletableFuture<HttpResponse<String>> ask(String path, String... fields) {
        return client.sendAsync(form(path, fields).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder form(String path, String... fields) {
        return formOf("sound", path, fields);
    }

    private HttpRequest.Builder formOf(String sound, String path, String... fields) {
        return HttpRequest.newBuilder(api.uri(path))
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(HttpRequest.BodyPublishers.ofString(body(sound, fields)));
    }

    /** On a connection of its own, of which nothing is read. */
    private Socket send(String path, String headers, String... fields) throws Exception {
        byte[] body = body("sound", fields).getBytes(StandardCharsets.UTF_8);
        Socket socket = new Socket("127.0.0.1", api.port());
        String head = "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers
                + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: " + body.length + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(body);
        return socket;
    }

    private static String body(String sound, String... fields) {
        StringBuilder body = new StringBuilder();
        body.append("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"talk.wav\"\r\n\r\n")
                .append(sound)
                .append("\r\n");
        for (int i = 0; i < fields.length; i += 2) {
            body.append("--b\r\nContent-Disposition: form-data; name=\"")
                    .append(fields[i])
                    .append("\"\r\n\r\n")
                    .append(fields[i + 1])
                    .append("\r\n");
        }
        return body.append("--b--\r\n").toString();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(api.uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode error(HttpResponse<String> answer) throws Exception {
        return JSON.readTree(answer.body()).path("error");
    }

    private static List<Path> filesIn(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
