package io.scribestream.ingest;

import static io.scribestream.ingest.ApiUnderTest.header;
import static io.scribestream.ingest.ApiUnderTest.problem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.ingest.uploads.Uploads;
import io.scribestream.testkit.FakeObjectStore;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads over tus that go on to an object store with their last byte. */
class TusStoredTest {

    @TempDir
    Path folder;

    private FakeObjectStore store;
    private Uploads uploads;
    private TusServer server;

    @BeforeEach
    void start() throws IOException {
        store = new FakeObjectStore();
        uploads = StoredUploads.in(store, folder);
        server = new TusServer(folder, uploads);
    }

    @AfterEach
    void stop() {
        server.close();
        uploads.close();
        store.close();
    }

    @Test
    void handsAnUploadOverWithItsLastByteAndKeepsNoneOfThem() throws Exception {
        String path = server.create(9, "");
        server.patch(path, 0, "some");
        assertThat(store.asked()).isEmpty();

        assertThat(server.patch(path, 4, "sound").statusCode()).isEqualTo(204);

        String object = "/talks/uploads/" + server.onlyJob().getSource().getLocation();
        assertThat(store.objects()).containsOnlyKeys(object);
        assertThat(store.objects().get(object)).asString(UTF_8).isEqualTo("somesound");
        assertThat(bytesHere()).isEmpty();
        assertThat(server.offset(path)).isEqualTo(9);
        assertThat(puts()).hasSize(1);
    }

    @Test
    void keepsAnUploadUntilTheStoreIsBack() throws Exception {
        String path = server.create(5, "");
        store.refuse(503, "SlowDown");

        HttpResponse<String> answer = server.patch(path, 0, "sound");

        assertThat(problem(answer)).isEqualTo("503 upload_store_unavailable");
        assertThat(header(answer, "Retry-After")).isEqualTo("30");
        assertThat(server.jobs()).isEmpty();
        store.refuseNothing();
        server.restart();
        Waiting.until("its job is noted", () -> server.offset(path) == 5);
        assertThat(path).endsWith("/" + server.onlyJob().getJobId());
        assertThat(store.objects()).hasSize(1);
        assertThat(bytesHere()).isEmpty();
    }

    @Test
    void putsAnUploadOnceHoweverLongKafkaIsAway() throws Exception {
        String path = server.create(5, "");
        server.producer.sendException = new TimeoutException("away");
        assertThat(problem(server.patch(path, 0, "sound"))).isEqualTo("503 unavailable");
        assertThat(server.send("HEAD", path, "", Map.of()).statusCode()).isEqualTo(503);
        server.producer.sendException = null;

        assertThat(server.offset(path)).isEqualTo(5);

        assertThat(server.jobs()).hasSize(1);
        assertThat(puts()).hasSize(1);
        assertThat(store.objects()).hasSize(1);
    }

    @Test
    void sendsNoJobAgainWhenItWasKilledBeforeItNotedKafkasWord() throws Exception {
        String path = server.create(5, "");
        server.patch(path, 0, "sound");
        Files.delete(folder.resolve(".parts").resolve(server.onlyJob().getJobId() + ".sent"));

        server.restart();

        Waiting.until("that is noted", () -> server.offset(path) == 5);
        assertThat(server.jobs()).hasSize(1);
        assertThat(puts()).hasSize(1);
    }

    @Test
    void removesTheObjectOfAnUploadThatItsClientEnds() throws Exception {
        String path = server.create(5, "");
        server.producer.sendException = new TimeoutException("away");
        server.patch(path, 0, "sound");
        assertThat(store.objects()).hasSize(1);

        assertThat(server.send("DELETE", path, "", Map.of()).statusCode()).isEqualTo(204);

        Waiting.until("the object is removed", () -> store.objects().isEmpty());
        assertThat(bytesHere()).isEmpty();
    }

    /** All that is no note about an upload. */
    private List<Path> bytesHere() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().matches(".*\\.(info|sent|lock)"))
                    .toList();
        }
    }

    private List<String> puts() {
        return store.asked().stream().filter(asked -> asked.startsWith("PUT")).toList();
    }
}
