package io.scribestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scribestream.ingest.access.AccessConfig;
import io.scribestream.ingest.access.IssuedKey;
import io.scribestream.ingest.access.KeyDirectory;
import io.scribestream.ingest.access.KeyRequest;
import io.scribestream.ingest.access.Keys;
import io.scribestream.ingest.events.JobChanges;
import io.scribestream.ingest.limits.LimitConfig;
import io.scribestream.ingest.limits.LocalLimiter;
import io.scribestream.runtime.Env;
import io.scribestream.schemas.AvroSerde;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.ClientKey;
import io.scribestream.schemas.avro.KeyScope;
import io.scribestream.schemas.avro.TranscriptionJob;
import io.scribestream.schemas.registry.InMemorySchemaRegistry;
import io.scribestream.testkit.FlowUnderTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class AccessRoutesTest {

    private static final String JOBS = "/api/v1/transcriptions";
    private static final String KEYS = "/api/v1/admin/keys";
    private static final String NONE = "";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final FlowUnderTest flow = FlowUnderTest.of(new BoardFlow(upload -> {}, new OpenJobs(), new JobChanges()));
    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    private final KeyDirectory directory = new KeyDirectory();
    private final MockProducer<String, SpecificRecord> jobs =
            new MockProducer<>(true, null, new StringSerializer(), (topic, value) -> new byte[0]);
    private final Keys keys = new Keys(
            new MockProducer<String, ClientKey>(
                    true, null, new StringSerializer(), AvroSerde.of(Topics.KEYS, registry)),
            directory,
            Clock.systemUTC());
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Level usual = root().getLevel();
    private IngestApi api;
    private String anna;
    private String bert;
    private String reader;
    private String admin;

    @BeforeEach
    void start() {
        log.start();
        root().addAppender(log);
        anna = key("anna", Map.of("status-hour", 4), KeyScope.TRANSCRIBE, KeyScope.READ)
                .text();
        bert = key("bert", Map.of(), KeyScope.TRANSCRIBE, KeyScope.READ).text();
        reader = key("anna", Map.of(), KeyScope.READ).text();
        admin = key("root", Map.of(), KeyScope.ADMIN).text();
        api = api(true);
    }

    @AfterEach
    void stop() {
        root().detachAppender(log);
        root().setLevel(usual);
        ours().setLevel(null);
        api.close();
        flow.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, " + JOBS,
        "POST, " + JOBS,
        "GET, " + JOBS + "/some-job",
        "GET, " + JOBS + "/some-job/result",
        "GET, " + JOBS + "/some-job/events",
        "GET, /api/v1/limits",
        "GET, " + KEYS,
        "POST, " + KEYS,
        "DELETE, " + KEYS + "/some-key"
    })
    void asksForAKeyOnEveryRoute(String method, String path) throws Exception {
        for (String key : List.of(NONE, "nonsense", anna.substring(0, 20) + "A".repeat(43))) {
            HttpResponse<String> answer = send(method, path, key, "");

            assertThat(answer.statusCode()).as(method + " " + path).isEqualTo(401);
            assertThat(code(answer)).isEqualTo("no_valid_key");
            assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"scribestream\"");
        }
    }

    /** HEAD is answered by what answers GET. */
    @Test
    void tellsNothingByAskingForHeadsOnly() throws Exception {
        flow.send(Topics.DONE, "done-1", transcriptOf("bert", "done-1"));

        for (String path : List.of(JOBS + "/done-1", JOBS + "/done-1/result", JOBS + "/done-1/events")) {
            assertThat(send("HEAD", path, NONE, "").statusCode()).isEqualTo(401);
            assertThat(send("HEAD", path, reader, "").statusCode()).isEqualTo(404);
            assertThat(send("HEAD", path, bert, "").statusCode()).isEqualTo(200);
        }
        assertThat(send("OPTIONS", JOBS + "/done-1", NONE, "").statusCode()).isGreaterThanOrEqualTo(400);
    }

    @Test
    void takesNoKeyFromTheAddressNorOfAnotherScheme() throws Exception {
        assertThat(get(JOBS + "?key=" + bert + "&access_token=" + bert, NONE).statusCode())
                .isEqualTo(401);
        HttpRequest basic = HttpRequest.newBuilder(uri(JOBS))
                .header("Authorization", "Basic " + bert)
                .build();
        assertThat(client.send(basic, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready"})
    void tellsEverybodyHowItIs(String path) throws Exception {
        assertThat(get(path, NONE).statusCode()).isEqualTo(200);
    }

    @Test
    void letsAKeyDoOnlyWhatItsScopesSay() throws Exception {
        assertThat(code(submit(reader))).isEqualTo("missing_scope");
        assertThat(get(JOBS, reader).statusCode()).isEqualTo(200);
        assertThat(get(JOBS, admin).statusCode()).isEqualTo(403);
        assertThat(get(KEYS, anna).statusCode()).isEqualTo(403);
        assertThat(get(KEYS, admin).statusCode()).isEqualTo(200);
        assertThat(jobs.history()).isEmpty();
    }

    @Test
    void sendsJobsOfTheKeysClient() throws Exception {
        submit(bert);

        assertThat(((TranscriptionJob) jobs.history().get(0).value()).getClient())
                .isEqualTo("bert");
    }

    @Test
    void knowsNoJobOfAnotherClientOnAnyRoute() throws Exception {
        flow.send(Topics.DONE, "done-1", transcriptOf("bert", "done-1"));
        String id = json(submit(bert)).path("id").asText();

        assertThat(get(JOBS + "/" + id, bert).statusCode()).isEqualTo(200);
        assertThat(get(JOBS + "/done-1/result", bert).statusCode()).isEqualTo(200);
        for (String own : List.of(id, "done-1")) {
            for (String path : List.of(own, own + "/", own + "/result", own + "/result?format=txt", own + "/events")) {
                HttpResponse<String> foreign = get(JOBS + "/" + path, reader);
                HttpResponse<String> nothing = get(JOBS + "/" + path.replace(own, "none"), reader);

                assertThat(foreign.statusCode()).as(path).isEqualTo(404);
                assertThat(foreign.body()).isEqualTo(nothing.body().replace("'none'", "'" + own + "'"));
            }
        }
    }

    @Test
    void listsOwnJobsAlone() throws Exception {
        flow.send(Topics.DONE, "done-1", transcriptOf("bert", "done-1"));
        flow.send(Topics.DONE, "done-2", transcriptOf("anna", "done-2"));

        assertThat(json(get(JOBS, reader)).path("jobs").findValuesAsText("id")).containsExactly("done-2");
        assertThat(json(get(JOBS, bert)).path("jobs").findValuesAsText("id")).containsExactly("done-1");
    }

    @Test
    void limitsAClientByItsOwnLimitsWhicheverOfItsKeysItTakes() throws Exception {
        assertThat(get(JOBS, anna).headers().firstValue("RateLimit-Policy").orElse(""))
                .startsWith("\"status-hour\";q=4;");
        assertThat(get(JOBS, reader).headers().firstValue("RateLimit").orElse(""))
                .startsWith("\"status-hour\";r=998;");
        assertThat(get(JOBS, bert).headers().firstValue("RateLimit").orElse("")).startsWith("\"status-hour\";r=999;");
    }

    @Test
    void makesShowsAndRevokesKeys() throws Exception {
        HttpResponse<String> made = send(
                "POST",
                KEYS,
                admin,
                "{\"client\": \"carl\", \"name\": \"laptop\", \"scopes\": [\"read\"], \"limits\": {\"result-day\": 7}}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(made.headers().firstValue("Cache-Control")).hasValue("no-store");
        String key = json(made).path("key").asText();
        String id = json(made).path("id").asText();
        assertThat(get(JOBS, key).statusCode()).isEqualTo(200);

        String listed = get(KEYS, admin).body();
        assertThat(listed).contains("\"carl\"", "\"laptop\"", "\"result-day\":7", id);
        assertThat(listed).doesNotContain(key).doesNotContain("hash").doesNotContain("\"key\"");

        HttpResponse<String> revoked = send("DELETE", KEYS + "/" + id, admin, "");
        assertThat(json(revoked).path("revoked_at").asText()).isNotEmpty();
        assertThat(get(JOBS, key).statusCode()).isEqualTo(401);
        assertThat(code(send("DELETE", KEYS + "/none", admin, ""))).isEqualTo("unknown_key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"client\": 1, \"scopes\": [\"read\"]}",
                "{\"scopes\": [\"read\"]}",
                "{\"client\": \"carl\"}",
                "{\"client\": \"carl\", \"scopes\": \"read\"}",
                "{\"client\": \"carl\", \"scopes\": [\"write\"]}",
                "{\"client\": \"carl\", \"scopes\": [\"read\"], \"limits\": {\"result-day\": 1.5}}",
                "{\"client\": \"carl\", \"scopes\": [\"read\"], \"limits\": {\"result-year\": 1}}",
                "{\"client\": \"carl\", \"scopes\": [\"read\"], \"limits\": []}"
            })
    void makesNoKeyOfWhatIsWrong(String body) throws Exception {
        HttpResponse<String> answer = send("POST", KEYS, admin, body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(code(answer)).isEqualTo("wrong_value");
    }

    @Test
    void refusesAFieldOfAKeyThatItDoesNotKnow() throws Exception {
        assertThat(code(send("POST", KEYS, admin, "{\"client\": \"carl\", \"scope\": [\"read\"]}")))
                .isEqualTo("unknown_field");
    }

    @Test
    void letsNoBrowserGuessKeepRunOrFrameAnything() throws Exception {
        for (HttpResponse<String> answer :
                List.of(get(JOBS, reader), get(JOBS, NONE), get("/elsewhere", NONE), get("/health/live", NONE))) {
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
            assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
            assertThat(answer.headers().firstValue("Cross-Origin-Resource-Policy"))
                    .hasValue("same-origin");
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'none'", "frame-ancestors 'none'");
        }
    }

    @Test
    void logsNoKey() throws Exception {
        root().setLevel(Level.INFO);
        ours().setLevel(Level.ALL);
        submit(bert);
        get(JOBS, "scribe_" + "a".repeat(12) + "_" + "B".repeat(43));
        String made = json(send("POST", KEYS, admin, "{\"client\": \"carl\", \"scopes\": [\"read\"]}"))
                .path("key")
                .asText();
        send("DELETE", KEYS + "/" + made.substring(7, 19), admin, "");

        assertThat(log.list).isNotEmpty();
        assertThat(log.list)
                .extracting(event -> event.getFormattedMessage() + event.getKeyValuePairs() + event.getThrowableProxy())
                .noneMatch(line -> line.contains(bert.substring(20))
                        || line.contains(made.substring(20))
                        || line.contains("B".repeat(43)));
    }

    @Test
    void asksNobodyWhereItIsOffAndShowsEverythingToEverybody() throws Exception {
        api.close();
        api = api(false);
        flow.send(Topics.DONE, "done-1", transcriptOf("bert", "done-1"));

        assertThat(get(JOBS + "/done-1", NONE).statusCode()).isEqualTo(200);
        assertThat(json(get(JOBS, NONE)).path("jobs").findValuesAsText("id")).containsExactly("done-1");
        submit(NONE);
        assertThat(((TranscriptionJob) jobs.history().get(0).value()).getClient())
                .isEqualTo("default");
    }

    @Test
    void letsOnlyThisMachineAdministrateWhereItIsOff() throws Exception {
        api.close();
        api = api(false);

        assertThat(get(KEYS, NONE).statusCode()).isEqualTo(200);
        HttpRequest passedOn = HttpRequest.newBuilder(uri(KEYS))
                .header("X-Forwarded-For", "192.0.2.7")
                .build();
        assertThat(client.send(passedOn, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(403);
    }

    private IssuedKey key(String owner, Map<String, Integer> limits, KeyScope... scopes) {
        return keys.create(new KeyRequest(owner, "", Set.of(scopes), limits));
    }

    private IngestApi api(boolean asking) {
        AccessRoutes access = new AccessRoutes(new AccessConfig(asking), List.of(directory));
        LimitConfig limits = LimitConfig.from(Env.of(Map.of()), asking);
        LimitRoutes limiting = new LimitRoutes(
                new LocalLimiter(LimitConfig.KEPT), limits, Backings.unlimited(), access, Clock.systemUTC());
        return new IngestApi(
                        new ApiConfig("127.0.0.1", 0, folder, 1_000, 1_000, 1),
                        Backings.plain(jobs, flow, new OpenJobs()),
                        Clock.systemUTC(),
                        List.of(new SecurityHeaders(), access, limiting, new KeyRoutes(keys)))
                .start();
    }

    private static io.scribestream.schemas.avro.Transcript transcriptOf(String client, String jobId) {
        io.scribestream.schemas.avro.Transcript transcript = Examples.transcript(jobId, "upload", "ask not");
        transcript.setClient(client);
        return transcript;
    }

    private HttpResponse<String> submit(String key) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(JOBS))
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofString("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\""
                        + "\r\n\r\nsound\r\n--b--\r\n"));
        return client.send(authorized(request, key).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path, String key) throws Exception {
        return send("GET", path, key, "");
    }

    private HttpResponse<String> send(String method, String path, String key, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).method(method, BodyPublishers.ofString(body));
        return client.send(authorized(request, key).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder authorized(HttpRequest.Builder request, String key) {
        return key.isEmpty() ? request : request.header("Authorization", "Bearer " + key);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + api.port() + path);
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return new ObjectMapper().readTree(answer.body());
    }

    private static String code(HttpResponse<String> answer) throws Exception {
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        return json(answer).path("code").asText();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private static Logger ours() {
        return (Logger) LoggerFactory.getLogger("io.scribestream");
    }
}
