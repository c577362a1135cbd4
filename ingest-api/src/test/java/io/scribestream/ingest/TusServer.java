package io.scribestream.ingest;

import io.scribestream.ingest.access.AccessConfig;
import io.scribestream.ingest.access.Caller;
import io.scribestream.ingest.events.JobChanges;
import io.scribestream.ingest.limits.LimitConfig;
import io.scribestream.ingest.limits.LocalLimiter;
import io.scribestream.ingest.uploads.FolderUploads;
import io.scribestream.ingest.uploads.Uploads;
import io.scribestream.runtime.Env;
import io.scribestream.schemas.avro.KeyScope;
import io.scribestream.schemas.avro.TranscriptionJob;
import io.scribestream.testkit.FlowUnderTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The API over a folder, as often started again as a test likes; it asks for keys, which are the clients' names. */
final class TusServer implements AutoCloseable {

    static final String UPLOADS = "/api/v1/uploads";
    static final int MOST_BYTES = 1_000_000;

    final AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
    MockProducer<String, SpecificRecord> producer = producer(true);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path folder;
    private final Uploads uploads;
    private final OpenJobs open = new OpenJobs();
    private final FlowUnderTest flow = FlowUnderTest.of(new BoardFlow(upload -> {}, open, new JobChanges()));
    private long minFreeBytes = 1;
    private IngestApi api;

    TusServer(Path folder) {
        this(folder, new FolderUploads(folder));
    }

    /** @param uploads stay the test's */
    TusServer(Path folder, Uploads uploads) {
        this.folder = folder;
        this.uploads = uploads;
        this.api = start();
    }

    static MockProducer<String, SpecificRecord> producer(boolean acknowledges) {
        return new MockProducer<>(acknowledges, null, new StringSerializer(), (topic, value) -> new byte[0]);
    }

    void restart() {
        api.close();
        api = start();
    }

    void restartWithLittleSpace() {
        minFreeBytes = Long.MAX_VALUE / 2;
        restart();
    }

    List<TranscriptionJob> jobs() {
        return producer.history().stream()
                .map(sent -> (TranscriptionJob) sent.value())
                .toList();
    }

    TranscriptionJob onlyJob() {
        List<TranscriptionJob> jobs = jobs();
        if (jobs.size() != 1) {
            throw new AssertionError("expected one job, got " + jobs);
        }
        return jobs.get(0);
    }

    /** What it keeps of uploads that are no job yet. */
    List<Path> filesInParts() throws IOException {
        if (Files.notExists(folder.resolve(".parts"))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder.resolve(".parts"))) {
            return files.toList();
        }
    }

    int port() {
        return api.port();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + api.port() + path);
    }

    /** The path of a new upload of anna's. */
    String create(long length, String metadata) throws Exception {
        HttpResponse<String> answer =
                send("POST", UPLOADS, "", Map.of("Upload-Length", Long.toString(length), "Upload-Metadata", metadata));
        if (answer.statusCode() != 201) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return answer.headers().firstValue("Location").orElseThrow();
    }

    HttpResponse<String> patch(String path, long offset, String bytes) throws Exception {
        return send("PATCH", path, bytes, part(offset));
    }

    static Map<String, String> part(long offset) {
        return Map.of("Content-Type", "application/offset+octet-stream", "Upload-Offset", Long.toString(offset));
    }

    /** What HEAD says is there; -1 where it says nothing. */
    long offset(String path) throws Exception {
        return send("HEAD", path, "", Map.of())
                .headers()
                .firstValueAsLong("Upload-Offset")
                .orElse(-1);
    }

    HttpResponse<String> send(String method, String path, String body, Map<String, String> headers) throws Exception {
        return send("anna", "1.0.0", method, path, body, headers);
    }

    HttpResponse<String> send(
            String who, String version, String method, String path, String body, Map<String, String> headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + who);
        if (!version.isEmpty()) {
            request.header("Tus-Resumable", version);
        }
        headers.forEach((name, value) -> {
            if (!value.isEmpty()) {
                request.header(name, value);
            }
        });
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private IngestApi start() {
        AccessRoutes access = new AccessRoutes(new AccessConfig(true), List.of(TusServer::caller));
        LimitConfig limits = LimitConfig.from(Env.of(Map.of("SCRIBE_LIMIT_TRANSCRIBE_HOUR", "20")), true);
        Clock clock = shifted();
        LimitRoutes limiting =
                new LimitRoutes(new LocalLimiter(LimitConfig.KEPT), limits, Backings.unlimited(), access, clock);
        return new IngestApi(
                        new ApiConfig("127.0.0.1", 0, folder, MOST_BYTES, Duration.ofHours(24), 3, minFreeBytes, false),
                        HttpLimits.from(Env.of(Map.of())),
                        uploads,
                        Backings.plain(producer, flow, open),
                        clock,
                        List.of(new SecurityHeaders(), access, limiting))
                .start();
    }

    private Clock shifted() {
        InstantSource source = () -> Instant.now().plus(later.get());
        return source.withZone(ZoneOffset.UTC);
    }

    private static Optional<Caller> caller(String key) {
        return key.isEmpty()
                ? Optional.empty()
                : Optional.of(new Caller(
                        key, key.equals("reader") ? Set.of(KeyScope.READ) : Set.of(KeyScope.TRANSCRIBE), Map.of()));
    }

    @Override
    public void close() {
        api.close();
        flow.close();
    }
}
