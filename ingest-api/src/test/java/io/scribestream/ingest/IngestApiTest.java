package io.scribestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.schemas.AvroSerde;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.TranscriptionJob;
import io.scribestream.schemas.registry.InMemorySchemaRegistry;
import io.scribestream.testkit.FlowUnderTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
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
    private final FlowUnderTest flow = FlowUnderTest.of(new BoardFlow(upload -> {}));
    private boolean ready = true;
    private MockProducer<String, TranscriptionJob> producer;
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
        TranscriptionJob job = producer.history().get(0).value();
        assertThat(body.path("id").asText()).isEqualTo(job.getJobId());
        assertThat(answer.headers().firstValue("Location"))
                .contains(body.path("status_url").asText());
        assertThat(job.getOptions().getLanguage()).isEqualTo("de");
        assertThat(job.getSource().getName()).isEqualTo("talk.wav");
        assertThat(folder.resolve(job.getSource().getLocation())).hasContent("sound");
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
        MockProducer<String, TranscriptionJob> deaf = producer(true);
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
        IngestApi second = new IngestApi(config(api.port()), producer, board(), () -> report(true), Clock.systemUTC());

        Assertions.assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(second::start)
                .withMessageContaining(Integer.toString(api.port()));
    }

    private IngestApi api(MockProducer<String, TranscriptionJob> jobs) {
        return new IngestApi(config(0), jobs, board(), () -> report(ready), Clock.systemUTC()).start();
    }

    private ApiConfig config(int port) {
        return new ApiConfig("127.0.0.1", port, folder, 1_000);
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

    private static MockProducer<String, TranscriptionJob> producer(boolean acknowledges) {
        return new MockProducer<>(
                acknowledges, null, new StringSerializer(), AvroSerde.of(Topics.JOBS, new InMemorySchemaRegistry()));
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
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
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
