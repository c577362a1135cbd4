package io.scribestream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.scribestream.runtime.Setting;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.schemas.registry.EmbeddedSchemaRegistry;
import io.scribestream.schemas.registry.RegistryServer;
import io.scribestream.standalone.KafkaUnderTest;
import io.scribestream.standalone.LongSpeech;
import io.scribestream.standalone.Patience;
import io.scribestream.standalone.Tail;
import io.scribestream.testkit.S3Mock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Roles that share an object store for uploads, and no folder. */
@ExtendWith(KafkaUnderTest.Extension.class)
class StoredUploadsIT {

    private static final int TIMES = 8;
    private static final String JOBS = "/api/v1/transcriptions";
    private static final String BUCKET = "private";

    @TempDir
    private Path folder;

    private final KafkaUnderTest kafka;
    private EmbeddedSchemaRegistry schemas;
    private RegistryServer registry;
    private S3Mock store;

    StoredUploadsIT(KafkaUnderTest kafka) {
        this.kafka = kafka;
    }

    @BeforeEach
    void start() throws Exception {
        schemas = EmbeddedSchemaRegistry.onTopic(kafka.bootstrapServers());
        registry = RegistryServer.onLoopback(schemas, 0);
        store = S3Mock.start(folder.resolve("s3"));
        store.bucket(BUCKET);
    }

    @AfterEach
    void stop() {
        store.close();
        registry.close();
        schemas.close();
    }

    @Test
    void hearWhatCameToTheApiHoweverItCame() throws Exception {
        byte[] speech = Files.readAllBytes(LongSpeech.ONCE);
        try (ScribeChild ingest = start("ingest-api");
                ScribeChild merger = start("merger");
                ScribeChild transcriber = start("transcriber")) {
            Api api = new Api(URI.create(ingest.await("serving at (http://[^,\\s]+)")));
            String form = api.submit(LongSpeech.ONCE, Map.of());
            HttpResponse<String> answer = api.send("POST", JOBS, speech, Map.of("Content-Type", "audio/wav"));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            String raw = api.read(answer).path("id").asText();
            String parts = inParts(api, speech);
            HttpResponse<String> openAi = api.form(
                    "/v1/audio/transcriptions",
                    "a.wav",
                    speech,
                    Map.of("model", "whisper-1"),
                    Map.of("Prefer", "respond-async"));
            String openAis = api.read(openAi).path("id").asText();
            assertThat(store.keys(BUCKET)).hasSize(4).allMatch(key -> key.startsWith("uploads/"));
            assertThat(recordingsIn(folder.resolve("uploads-ingest-api"))).isEmpty();
            String named = api.submit("{\"source\": {\"s3\": \"s3://" + BUCKET + "/"
                    + store.keys(BUCKET).get(0) + "\"}}");

            try (ScribeChild chunker = start("chunker")) {
                for (String id : List.of(form, raw, parts, openAis)) {
                    LongSpeech.requireWords(1, api.transcript(id).path("text").asText());
                }
                assertThat(api.outcome(named).path("reason").asText()).isEqualTo("source_refused");
                Patience.until("no object is left", () -> store.keys(BUCKET).isEmpty());
                assertThat(recordingsIn(folder.resolve("uploads-ingest-api"))).isEmpty();
                assertThat(folder.resolve("uploads-chunker")).doesNotExist();
            }
            int jobs = api.read(api.get(JOBS + "?limit=200")).path("jobs").size();
            store.close();

            HttpResponse<String> away = api.post("a.wav", speech, Map.of());

            assertThat(away.statusCode()).isEqualTo(503);
            assertThat(api.read(away).path("code").asText()).isEqualTo("upload_store_unavailable");
            assertThat(away.headers().firstValue("Retry-After")).isPresent();
            assertThat(api.read(api.get(JOBS + "?limit=200")).path("jobs")).hasSize(jobs);
            assertThat(recordingsIn(folder.resolve("uploads-ingest-api"))).isEmpty();
        }
    }

    @Test
    void goOnElsewhereWhenAChunkerIsKilledWithItsDisk() throws Exception {
        try (ScribeChild ingest = start("ingest-api");
                ScribeChild merger = start("merger");
                ScribeChild transcriber = start("transcriber");
                ScribeChild killed = start("chunker");
                Tail tail = new Tail(kafka.bootstrapServers(), registry.url().toString())) {
            Api api = new Api(URI.create(ingest.await("serving at (http://[^,\\s]+)")));
            String id = api.submit(LongSpeech.write(folder.resolve("long.wav"), TIMES), Map.of("language", "en"));
            tail.until("a chunk that was heard", t -> !t.heard(id).isEmpty());

            killed.kill();

            try (ScribeChild next = start("chunker", folder.resolve("another-spool"))) {
                LongSpeech.requireWords(TIMES, ((Transcript) tail.outcome(id)).getText());
                assertThat(tail.outcomes(id)).hasSize(1);
                Patience.until("no object is left", () -> store.keys(BUCKET).isEmpty());
            }
        }
    }

    @Test
    void workInOneJvmToo() throws Exception {
        Map<Setting, String> settings = new HashMap<>();
        settings().forEach((name, value) -> settings.put(Setting.valueOf(name), value));
        try (RunningScribe scribe = RunningScribe.start(settings)) {
            JsonNode transcript = scribe.api().transcript(scribe.api().submit(LongSpeech.ONCE, Map.of()));

            assertThat(transcript.path("text").asText()).contains("ask what you can do for your country");
            Patience.until("no object is left", () -> store.keys(BUCKET).isEmpty());
            assertThat(recordingsIn(scribe.uploads())).isEmpty();
        }
    }

    private static String inParts(Api api, byte[] speech) throws Exception {
        Map<String, String> version = Map.of("Tus-Resumable", "1.0.0");
        Map<String, String> begin = new HashMap<>(version);
        begin.put("Upload-Length", Integer.toString(speech.length));
        String path = api.send("POST", "/api/v1/uploads", new byte[0], begin)
                .headers()
                .firstValue("Location")
                .orElseThrow();
        Map<String, String> all = new HashMap<>(version);
        all.put("Upload-Offset", "0");
        all.put("Content-Type", "application/offset+octet-stream");
        String job = api.send("PATCH", path, speech, all)
                .headers()
                .firstValue("Scribestream-Job")
                .orElseThrow();
        return job.substring(job.lastIndexOf('/') + 1);
    }

    /** All but the notes about uploads that came in parts. */
    private static List<Path> recordingsIn(Path uploads) throws IOException {
        try (Stream<Path> files = Files.walk(uploads)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().matches(".*\\.(info|sent|lock)"))
                    .toList();
        }
    }

    private Map<String, String> settings() {
        return Map.of(
                "SCRIBE_UPLOAD_S3", "s3://" + BUCKET + "/uploads/",
                // as badly as one can
                "SCRIBE_S3_SOURCES", BUCKET,
                "SCRIBE_S3_ENDPOINT", store.endpoint().toString(),
                "SCRIBE_S3_PATH_STYLE", "true",
                "SCRIBE_S3_ACCESS_KEY", "key",
                "SCRIBE_S3_SECRET_KEY", "secret",
                "SCRIBE_RETRIES", "1",
                "SCRIBE_RETRY_FIRST", "10ms");
    }

    private ScribeChild start(String role) throws Exception {
        return start(role, folder.resolve("spool-" + role));
    }

    private ScribeChild start(String role, Path spool) throws Exception {
        Map<String, String> own = new HashMap<>(settings());
        // So that a chunker that is killed has not sent all.
        own.put("SCRIBE_CHUNK_WINDOW", "1");
        own.put("SCRIBE_UPLOAD_DIR", folder.resolve("uploads-" + role).toString());
        own.put("SCRIBE_SPOOL_DIR", spool.toString());
        return new Roles(folder, kafka, registry).start(role, role, own);
    }
}
