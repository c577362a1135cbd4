package io.scribestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.scribestream.ingest.access.AccessConfig;
import io.scribestream.ingest.access.Caller;
import io.scribestream.ingest.access.KeyRequest;
import io.scribestream.ingest.limits.LimitConfig;
import io.scribestream.ingest.limits.LocalLimiter;
import io.scribestream.ingest.limits.RateLimiter;
import io.scribestream.ingest.limits.RealRedis;
import io.scribestream.ingest.limits.RedisLimiter;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.GuardConfig;
import io.scribestream.runtime.Guards;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.KeyScope;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AllowanceRoutesTest {

    private static final String JOBS = "/api/v1/transcriptions";
    private static final String JSON_JOB = "{\"source\": {\"url\": \"https://example.org/talk.mp3\"}}";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, Caller> callers = new HashMap<>();
    private RateLimiter limiter = new LocalLimiter(LimitConfig.KEPT);
    private BoardApi api;

    /** All ways in which a job comes in over HTTP. */
    enum Way {
        JSON(JOBS, to -> to.header("Content-Type", "application/json").POST(BodyPublishers.ofString(JSON_JOB))),
        RAW(JOBS, to -> to.header("Content-Type", "audio/wav").POST(BodyPublishers.ofString("sound"))),
        FORM(JOBS, to -> form(to, "language", "de")),
        TUS("/api/v1/uploads", to -> to.header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", "5")
                .header("Content-Type", "application/offset+octet-stream")
                .POST(BodyPublishers.ofString("sound"))),
        OPENAI("/v1/audio/transcriptions", to -> form(to.header("Prefer", "respond-async"), "model", "whisper-1"));

        private final String path;
        private final UnaryOperator<HttpRequest.Builder> content;

        Way(String path, UnaryOperator<HttpRequest.Builder> content) {
            this.path = path;
            this.content = content;
        }

        HttpRequest.Builder to(BoardApi api) {
            return content.apply(HttpRequest.newBuilder(api.uri(path)));
        }
    }

    @AfterEach
    void stop() {
        api.close();
        limiter.close();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void refusesAJobTooManyInEveryWayIn(Way way) throws Exception {
        start(Map.of("SCRIBE_LIMIT_WAITING_JOBS", "2"));
        assertThat(send(way).statusCode()).isIn(201, 202);
        assertThat(send(way).statusCode()).isIn(201, 202);

        HttpResponse<String> refused = send(way);

        assertRefused(refused, way, "too_many_waiting_jobs", 2);
        assertThat(jobs()).hasSize(2);
        assertThat(uploads()).isLessThanOrEqualTo(2);
        completed(jobs().get(0).getJobId(), 3);
        assertThat(send(way).statusCode()).isIn(201, 202);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void refusesTheNextJobInEveryWayInWhenTheMinutesAreUsedUp(Way way) throws Exception {
        start(Map.of("SCRIBE_LIMIT_AUDIO_MINUTES_DAY", "10"));
        assertThat(send(way).statusCode()).isIn(201, 202);
        completed(jobs().get(0).getJobId(), 599);
        assertThat(send(way).statusCode()).isIn(201, 202);
        completed(jobs().get(1).getJobId(), 1);

        HttpResponse<String> refused = send(way);

        assertRefused(refused, way, "audio_minutes_used_up", 10);
        assertThat(seconds(refused)).isBetween(Duration.ofHours(23).toSeconds(), 86_460L);
        assertThat(jobs()).hasSize(2);
    }

    @Test
    void takesNothingFromTheWindowsForAJobThatIsRefused() throws Exception {
        start(Map.of("SCRIBE_LIMIT_WAITING_JOBS", "1"));
        send(Way.JSON);

        send(Way.JSON);
        send(Way.FORM);

        assertThat(limits().at("/limits/0/windows/0/used").asInt()).isEqualTo(1);
    }

    @Test
    void saysHowMuchIsLeft() throws Exception {
        start(Map.of("SCRIBE_LIMIT_WAITING_JOBS", "5", "SCRIBE_LIMIT_AUDIO_MINUTES_DAY", "10"));
        send(Way.JSON);
        send(Way.JSON);
        completed(jobs().get(0).getJobId(), 150);

        JsonNode limits = limits();

        assertThat(limits.path("waiting_jobs").toString()).isEqualTo("{\"limit\":5,\"used\":1,\"remaining\":4}");
        JsonNode minutes = limits.path("audio_minutes");
        assertThat(minutes.path("window").asText()).isEqualTo("day");
        assertThat(minutes.path("used").asInt()).isEqualTo(2);
        assertThat(minutes.path("remaining").asInt()).isEqualTo(8);
        assertThat(Instant.parse(minutes.path("reset_at").asText())).isAfter(Instant.now());
    }

    /** The client was told that it may send it, and it may not hear that it has a job already. */
    @Test
    void answersARequestThatIsSentAgainUnderItsKeyEvenIfThereIsNoRoomForAnother() throws Exception {
        start(Map.of("SCRIBE_LIMIT_WAITING_JOBS", "1"));
        HttpResponse<String> first = send(Way.JSON, "Idempotency-Key", "k1");

        HttpResponse<String> again = send(Way.JSON, "Idempotency-Key", "k1");
        HttpResponse<String> other = send(Way.JSON, "Idempotency-Key", "k2");

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.statusCode()).isEqualTo(202);
        assertRefused(other, Way.JSON, "too_many_waiting_jobs", 1);
        completed(jobs().get(0).getJobId(), 3);
        assertThat(send(Way.JSON, "Idempotency-Key", "k2").statusCode()).isEqualTo(202);
    }

    @Test
    void countsAnUploadFromItsBeginningAndNoMoreOnceItIsEnded() throws Exception {
        start(Map.of("SCRIBE_LIMIT_WAITING_JOBS", "1"));
        HttpResponse<String> begun = begin();

        assertThat(begun.statusCode()).isEqualTo(201);
        assertThat(begin().statusCode()).isEqualTo(429);
        HttpRequest end = HttpRequest.newBuilder(
                        api.uri(begun.headers().firstValue("Location").orElseThrow()))
                .header("Tus-Resumable", "1.0.0")
                .DELETE()
                .build();
        assertThat(client.send(end, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(204);
        assertThat(begin().statusCode()).isEqualTo(201);
    }

    @Test
    void givesAClientLimitsOfItsOwn() throws Exception {
        callers.put("anna", caller("anna", Map.of("waiting-jobs", 2, "audio-minutes-day", 1)));
        callers.put("bert", caller("bert", Map.of()));
        start(Map.of("SCRIBE_LIMIT_WAITING_JOBS", "1", "SCRIBE_LIMIT_AUDIO_MINUTES_DAY", "100"));
        String anna = "Bearer anna";
        String bert = "Bearer bert";

        assertThat(send(Way.JSON, "Authorization", anna).statusCode()).isEqualTo(202);
        assertThat(send(Way.JSON, "Authorization", anna).statusCode()).isEqualTo(202);
        assertThat(send(Way.JSON, "Authorization", bert).statusCode()).isEqualTo(202);
        assertRefused(send(Way.JSON, "Authorization", anna), Way.JSON, "too_many_waiting_jobs", 2);
        assertRefused(send(Way.JSON, "Authorization", bert), Way.JSON, "too_many_waiting_jobs", 1);
        for (TranscriptionJob job : jobs()) {
            completed(job.getClient(), job.getJobId(), 60);
        }
        assertRefused(send(Way.JSON, "Authorization", anna), Way.JSON, "audio_minutes_used_up", 1);
        assertThat(send(Way.JSON, "Authorization", bert).statusCode()).isEqualTo(202);
    }

    @Test
    void keepsNoRoomForAJobThatKafkaDidNotTake() throws Exception {
        start(Map.of("SCRIBE_LIMIT_WAITING_JOBS", "1"));
        api.producer.sendException = new org.apache.kafka.common.errors.TimeoutException("away");
        assertThat(send(Way.JSON).statusCode()).isEqualTo(503);
        api.producer.sendException = null;

        assertThat(send(Way.JSON).statusCode()).isEqualTo(202);
    }

    @Test
    void limitsNobodyWhereLimitsAreOff() throws Exception {
        start(Map.of("SCRIBE_LIMITS", "off", "SCRIBE_LIMIT_WAITING_JOBS", "1"));

        assertThat(send(Way.JSON).statusCode()).isEqualTo(202);
        assertThat(send(Way.JSON).statusCode()).isEqualTo(202);
    }

    /** They are counted from the board, so that it makes no difference. */
    @Test
    void holdsTheSameWithRedisAndWhileItIsAway() throws Exception {
        try (RealRedis redis = RealRedis.start()) {
            limiter = RedisLimiter.start(
                    redis.uri(),
                    new Guards(GuardConfig.from(Env.of(Map.of()))),
                    "one",
                    LimitConfig.KEPT,
                    RedisLimiter.Timing.after(Duration.ofSeconds(1)));
            start(Map.of("SCRIBE_LIMIT_WAITING_JOBS", "2", "SCRIBE_LIMIT_AUDIO_MINUTES_DAY", "10"));
            send(Way.JSON);
            send(Way.JSON);
            assertRefused(send(Way.JSON), Way.JSON, "too_many_waiting_jobs", 2);

            redis.stop();

            assertRefused(send(Way.JSON), Way.JSON, "too_many_waiting_jobs", 2);
            completed(jobs().get(0).getJobId(), 600);
            assertRefused(send(Way.JSON), Way.JSON, "audio_minutes_used_up", 10);
            redis.startAgain();
            assertRefused(send(Way.JSON), Way.JSON, "audio_minutes_used_up", 10);
        }
    }

    private void start(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("SCRIBE_LIMITS", "on"));
        all.putAll(settings);
        LimitConfig config = LimitConfig.from(Env.of(all), false);
        AccessRoutes access = new AccessRoutes(
                new AccessConfig(!callers.isEmpty()), List.of(key -> Optional.ofNullable(callers.get(key))));
        api = new BoardApi(
                folder,
                BoardApi.QUICK,
                config,
                allowances -> List.of(access, new LimitRoutes(limiter, config, allowances, access, Clock.systemUTC())));
    }

    private static Caller caller(String name, Map<String, Integer> limits) {
        KeyRequest key = new KeyRequest(name, "", Set.of(KeyScope.TRANSCRIBE, KeyScope.READ), limits);
        return new Caller(key.client(), key.scopes(), key.limits());
    }

    private static void assertRefused(HttpResponse<String> answer, Way way, String code, int limit) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(429);
        JsonNode body = ApiUnderTest.json(answer);
        if (way == Way.OPENAI) {
            assertThat(body.at("/error/code").asText()).isEqualTo(code);
            assertThat(body.at("/error/type").asText()).isEqualTo("rate_limit_error");
            assertThat(seconds(answer)).isPositive();
            return;
        }
        assertThat(ApiUnderTest.problem(answer)).isEqualTo("429 " + code);
        assertThat(body.path("limit").asInt()).isEqualTo(limit);
        assertThat(body.path("remaining").asInt(-1)).isZero();
        assertThat(body.path("retry_after").asLong()).isEqualTo(seconds(answer)).isPositive();
        assertThat(Instant.parse(body.path("reset_at").asText())).isAfter(Instant.now());
    }

    private static long seconds(HttpResponse<String> answer) {
        return Long.parseLong(ApiUnderTest.header(answer, "Retry-After"));
    }

    private List<TranscriptionJob> jobs() {
        return api.producer.history().stream()
                .map(record -> (TranscriptionJob) record.value())
                .toList();
    }

    /** Files that wait for their jobs. */
    private long uploads() {
        String[] files = folder.toFile().list((in, name) -> !name.startsWith("."));
        return files == null ? 0 : files.length;
    }

    private void completed(String jobId, double seconds) {
        completed("default", jobId, seconds);
    }

    private void completed(String owner, String jobId, double seconds) {
        Transcript transcript = Examples.transcript(jobId, "", "all of it");
        transcript.setClient(owner);
        transcript.setDurationSeconds(seconds);
        api.send(Topics.DONE, jobId, transcript);
    }

    private JsonNode limits() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(api.uri("/api/v1/limits")).build();
        return ApiUnderTest.json(client.send(request, HttpResponse.BodyHandlers.ofString()));
    }

    private HttpResponse<String> send(Way way, String... headers) throws Exception {
        HttpRequest.Builder request = way.to(api);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder form(HttpRequest.Builder to, String field, String value) {
        return to.header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofString(
                        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\n"
                                + "sound\r\n--b\r\nContent-Disposition: form-data; name=\"" + field + "\"\r\n\r\n"
                                + value
                                + "\r\n--b--\r\n"));
    }

    private HttpResponse<String> begin() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(api.uri("/api/v1/uploads"))
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", "5")
                .header(
                        "Upload-Metadata",
                        "filename " + Base64.getEncoder().encodeToString("a.wav".getBytes(StandardCharsets.UTF_8)))
                .POST(BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
