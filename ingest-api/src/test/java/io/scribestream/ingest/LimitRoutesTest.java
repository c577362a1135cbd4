package io.scribestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.scribestream.ingest.events.JobChanges;
import io.scribestream.ingest.limits.LimitConfig;
import io.scribestream.ingest.limits.LocalLimiter;
import io.scribestream.runtime.Env;
import io.scribestream.testkit.FlowUnderTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitRoutesTest {

    private static final String JOBS = "/api/v1/transcriptions";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final FlowUnderTest flow = FlowUnderTest.of(new BoardFlow(upload -> {}, new OpenJobs(), new JobChanges()));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private IngestApi api;

    @BeforeEach
    void start() {
        Metrics.addRegistry(meters);
        api = api(Map.of("SCRIBE_LIMITS", "on", "SCRIBE_LIMIT_STATUS_HOUR", "2", "SCRIBE_LIMIT_STATUS_DAY", "5"));
    }

    @AfterEach
    void stop() {
        Metrics.removeRegistry(meters);
        api.close();
        flow.close();
    }

    @Test
    void refusesWhatIsTooMuchAndSaysWhenThereIsRoomAgain() throws Exception {
        get(JOBS);
        get(JOBS);

        HttpResponse<String> refused = get(JOBS);

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(header(refused, "Content-Type")).startsWith("application/problem+json");
        JsonNode problem = new ObjectMapper().readTree(refused.body());
        assertThat(problem.path("code").asText()).isEqualTo("rate_limited");
        assertThat(problem.path("status").asInt()).isEqualTo(429);
        assertThat(problem.path("limit").asInt()).isEqualTo(2);
        assertThat(problem.path("remaining").asInt(-1)).isZero();
        long retryAfter = problem.path("retry_after").asLong();
        assertThat(retryAfter).isBetween(3000L, 3600L);
        assertThat(header(refused, "Retry-After")).isEqualTo(Long.toString(retryAfter));
        assertThat(Instant.parse(problem.path("reset_at").asText())).isAfter(Instant.now());
        assertThat(header(refused, "RateLimit")).startsWith("\"status-hour\";r=0;t=");
    }

    @Test
    void saysWithEveryAnswerHowMuchIsLeft() throws Exception {
        HttpResponse<String> answer = get(JOBS);

        assertThat(header(answer, "RateLimit-Policy"))
                .isEqualTo("\"status-hour\";q=2;w=3600, \"status-day\";q=5;w=86400");
        assertThat(header(answer, "RateLimit")).isEqualTo("\"status-hour\";r=1;t=3600, \"status-day\";r=4;t=86400");
    }

    @Test
    void takesNothingForWhatItRefusesNorForAskingAboutTheLimits() throws Exception {
        for (int i = 0; i < 6; i++) {
            get(JOBS);
        }

        JsonNode limits = new ObjectMapper().readTree(get("/api/v1/limits").body());

        assertThat(limits.path("limited").asBoolean()).isTrue();
        assertThat(limits.path("client").asText()).isEqualTo("default");
        JsonNode status = limits.path("limits").get(1);
        assertThat(status.path("class").asText()).isEqualTo("status");
        assertThat(status.path("windows").get(1).path("window").asText()).isEqualTo("day");
        assertThat(status.path("windows").get(1).path("used").asInt()).isEqualTo(2);
        assertThat(status.path("windows").get(1).path("remaining").asInt()).isEqualTo(3);
        assertThat(limits.path("limits")
                        .get(0)
                        .path("windows")
                        .get(0)
                        .path("used")
                        .asInt(-1))
                .isZero();
    }

    /** A limit that another spelling of the same address goes around is none. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                JOBS + "/",
                JOBS + "/some-job",
                JOBS + "?x=1",
                "/api/v1/%74ranscriptions",
                "/api//v1/transcriptions"
            })
    void countsARouteHoweverItIsWritten(String path) throws Exception {
        get(JOBS);
        get(JOBS);

        assertThat(get(path).statusCode()).isIn(404, 429);
        if (get(path).statusCode() == 404) {
            assertThat(get(path).body()).contains("nothing_here");
        }
    }

    @Test
    void countsEveryClassForItselfAndHealthNotAtAll() throws Exception {
        get(JOBS);
        get(JOBS);

        assertThat(get(JOBS + "/some-job").statusCode()).isEqualTo(429);
        assertThat(get(JOBS + "/some-job/result").statusCode()).isEqualTo(404);
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/live").headers().firstValue("RateLimit")).isEmpty();
    }

    @Test
    void measuresWithoutNamingAnyClient() throws Exception {
        for (int i = 0; i < 3; i++) {
            get(JOBS);
        }

        assertThat(meters.get("rate.limit.hits")
                        .tag("outcome", "refused")
                        .tag("class", "status")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("rate.limit.remaining")
                        .tag("class", "status")
                        .summary()
                        .max())
                .isEqualTo(1);
        assertThat(meters.getMeters())
                .flatExtracting(meter -> meter.getId().getTags())
                .noneMatch(tag -> tag.getValue().equals("default"));
    }

    @Test
    void limitsNobodyWhereNobodyAskedForIt() throws Exception {
        api.close();
        api = api(Map.of("SCRIBE_LIMIT_STATUS_HOUR", "1"));

        for (int i = 0; i < 3; i++) {
            assertThat(get(JOBS).statusCode()).isEqualTo(200);
        }

        assertThat(get(JOBS).headers().firstValue("RateLimit")).isEmpty();
        assertThat(new ObjectMapper()
                        .readTree(get("/api/v1/limits").body())
                        .path("limited")
                        .asBoolean(true))
                .isFalse();
    }

    private IngestApi api(Map<String, String> settings) {
        LimitConfig config = LimitConfig.from(Env.of(new HashMap<>(settings)), false);
        LimitRoutes limits = new LimitRoutes(
                new LocalLimiter(LimitConfig.KEPT),
                config,
                Backings.unlimited(),
                LimitRoutes.Clients.ONE,
                Clock.systemUTC());
        return new IngestApi(
                        new ApiConfig("127.0.0.1", 0, folder, 1_000, 1_000, 1),
                        Backings.plain(
                                new MockProducer<>(true, null, new StringSerializer(), (topic, value) -> new byte[0]),
                                flow,
                                new OpenJobs()),
                        Clock.systemUTC(),
                        List.of(limits))
                .start();
    }

    private HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + api.port() + path);
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
