package io.scribestream.ingest;

import static io.scribestream.ingest.ApiUnderTest.header;
import static io.scribestream.ingest.ApiUnderTest.problem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.ingest.uploads.Uploads;
import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.GuardConfig;
import io.scribestream.runtime.Guards;
import io.scribestream.runtime.Health;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.TranscriptionJob;
import io.scribestream.testkit.FakeObjectStore;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Uploads that go on to an object store before their job is sent. */
class StoredUploadsTest {

    private static final String FORM = "multipart/form-data; boundary=b";

    @TempDir
    Path folder;

    private FakeObjectStore store;
    private Uploads uploads;
    private ApiUnderTest api;

    @BeforeEach
    void start() throws IOException {
        store = new FakeObjectStore();
        uploads = StoredUploads.in(store, folder);
        api = new ApiUnderTest(folder, uploads);
    }

    @AfterEach
    void stop() {
        api.close();
        uploads.close();
        store.close();
    }

    private HttpResponse<String> raw(String... headers) throws Exception {
        String[] all = Stream.concat(Stream.of("Content-Type", "audio/wav"), Stream.of(headers))
                .toArray(String[]::new);
        return api.ask("POST", ApiUnderTest.JOBS, "sound".getBytes(UTF_8), all);
    }

    private HttpResponse<String> openAi() throws Exception {
        String form = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\nsound\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1\r\n--b--\r\n";
        return api.ask(
                "POST",
                "/v1/audio/transcriptions",
                form.getBytes(UTF_8),
                "Content-Type",
                FORM,
                "Prefer",
                "respond-async");
    }

    private void assertIsThere(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        TranscriptionJob job = api.producer.jobs().get(0);
        assertThat(job.getSource().getKind()).isEqualTo(SourceKind.UPLOAD);
        String path = "/talks/uploads/" + job.getSource().getLocation();
        assertThat(store.objects()).containsOnlyKeys(path);
        assertThat(store.objects().get(path)).asString(UTF_8).isEqualTo("sound");
        assertNothingIsHere();
    }

    private void assertNothingIsHere() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void handsAFormsFileOver() throws Exception {
        assertIsThere(api.upload("a.wav", "sound", Map.of()));
    }

    @Test
    void handsABodyOver() throws Exception {
        assertIsThere(raw());
    }

    @Test
    void handsTheFileOfAnOpenAiClientOver() throws Exception {
        assertIsThere(openAi());
    }

    @Test
    void makesNoJobWhereTheStoreIsAway() throws Exception {
        store.close();

        HttpResponse<String> answer = raw();

        assertThat(problem(answer)).isEqualTo("503 upload_store_unavailable");
        assertThat(header(answer, "Retry-After")).isEqualTo("30");
        assertThat(problem(api.upload("a.wav", "sound", Map.of()))).isEqualTo("503 upload_store_unavailable");
        HttpResponse<String> ofOpenAi = openAi();
        assertThat(ofOpenAi.statusCode()).isEqualTo(503);
        assertThat(ofOpenAi.body()).contains("\"code\":\"upload_store_unavailable\"");
        assertThat(api.producer.history()).isEmpty();
        assertNothingIsHere();
    }

    @Test
    void makesNoJobWhereTheStoreRefuses() throws Exception {
        store.refuse(403, "AccessDenied");

        assertThat(problem(raw())).isEqualTo("503 upload_store_unavailable");
        assertThat(api.producer.history()).isEmpty();
        assertNothingIsHere();
    }

    @Test
    void triesAgainBeforeItGivesUp() throws Exception {
        store.refuse(503, "SlowDown");
        assertThat(problem(raw())).isEqualTo("503 upload_store_unavailable");
        assertThat(puts()).hasSize(1 + StoredUploads.RETRIES);
    }

    @Test
    void asksNotForAWhileAStoreThatKeepsFailing() throws Exception {
        assertThat(uploads.check().status()).isEqualTo(Health.Status.READY);
        store.refuse(503, "SlowDown");
        for (int i = 0; i < StoredUploads.FAILURES; i++) {
            raw();
        }
        int asked = puts().size();
        assertThat(uploads.check().status()).isEqualTo(Health.Status.DEGRADED);
        assertThat(uploads.check().detail()).contains("no upload is taken", "talks");

        assertThat(problem(raw())).isEqualTo("503 upload_store_unavailable");

        assertThat(puts()).hasSize(asked).hasSize(StoredUploads.FAILURES);
    }

    @Test
    void removesWhatItPutWhereKafkaIsAway() throws Exception {
        api.producer.refuse(true);

        assertThat(problem(raw())).isEqualTo("503 unavailable");

        assertThat(puts()).hasSize(1);
        Waiting.until("the object is removed", () -> store.objects().isEmpty());
        assertNothingIsHere();
    }

    @Test
    void keepsOneFileOfARequestThatIsSentTwice() throws Exception {
        raw("Idempotency-Key", "talk-1");

        assertThat(header(raw("Idempotency-Key", "talk-1"), Idempotency.REPLAYED))
                .isEqualTo("true");

        String kept = api.producer.jobs().get(0).getSource().getLocation();
        Waiting.until("the other is removed", () -> store.objects().size() == 1);
        assertThat(store.objects()).containsOnlyKeys("/talks/uploads/" + kept);
        assertNothingIsHere();
    }

    @Test
    void answersAClientWhoseFileTakesTheStoreLongerThanAnybodyMayBeSilent() throws Exception {
        api.close();
        HttpLimits limits = HttpLimits.from(Env.of(Map.of("SCRIBE_HTTP_SILENCE", "1s")));
        api = new ApiUnderTest(folder, limits, uploads);
        store.takeFor(Duration.ofMillis(2_500));

        assertThat(raw().statusCode()).isEqualTo(202);
    }

    @Test
    void removesTheObjectOfAJobThatIsOver() throws Exception {
        raw();
        String name = api.producer.jobs().get(0).getSource().getLocation();

        uploads.over(name);

        Waiting.until("the object is removed", () -> store.objects().isEmpty());
    }

    @Test
    void passesOverAnUploadThatNoneCanBe() {
        uploads.over("../secrets");
        uploads.close();

        assertThat(store.asked()).isEmpty();
    }

    @Test
    void sweepsWhatAProcessLeftThatWasKilledAndNothingElse() throws Exception {
        Path left = here("left", Duration.ofHours(2));
        Path late = here("late", Duration.ZERO);
        Path waits = here("waits", Duration.ofHours(2));
        Path ofTheFolder = Files.writeString(folder.resolve("1234"), "sound");
        age(ofTheFolder, Duration.ofHours(2));

        uploads.sweep(Instant.now().minus(Duration.ofHours(1)), Set.of("waits"));

        assertThat(left).doesNotExist();
        assertThat(List.of(late, waits, ofTheFolder)).allMatch(Files::exists);
    }

    @ParameterizedTest
    @CsvSource({
        "SCRIBE_UPLOAD_S3, talks/uploads",
        "SCRIBE_UPLOAD_S3, s3:///uploads",
        "SCRIBE_S3_ACCESS_KEY, alone",
        "SCRIBE_MAX_UPLOAD_BYTES, 6GB"
    })
    void namesTheSettingThatIsWrong(String setting, String value) {
        Map<String, String> settings = new HashMap<>(Map.of("SCRIBE_UPLOAD_S3", "s3://talks/uploads"));
        settings.put(setting, value);
        Env env = Env.of(settings);

        assertThatThrownBy(() -> {
                    ApiConfig.from(env);
                    Uploads.from(env, folder, new Guards(GuardConfig.from(env))).close();
                })
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(setting);
    }

    private Path here(String name, Duration old) throws IOException {
        return age(Files.writeString(folder.resolve(".received").resolve(name), "sound"), old);
    }

    private static Path age(Path file, Duration old) throws IOException {
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(old)));
    }

    private List<String> puts() {
        return store.asked().stream().filter(asked -> asked.startsWith("PUT")).toList();
    }
}
