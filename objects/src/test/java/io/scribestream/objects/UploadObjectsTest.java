package io.scribestream.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.UnavailableException;
import io.scribestream.testkit.FakeObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UploadObjectsTest {

    @TempDir
    Path folder;

    private FakeObjectStore store;
    private UploadObjects objects;

    @BeforeEach
    void start() throws IOException {
        store = new FakeObjectStore();
        objects = new UploadObjects(
                new UploadPlace("talks", "uploads/"),
                new S3Connection(store.endpoint(), null, true, new S3Connection.Credentials("key", "secret")));
    }

    @AfterEach
    void stop() {
        objects.close();
        store.close();
    }

    @Test
    void putsAFileAndRemovesItAsOftenAsOneLikes() throws IOException {
        byte[] bytes = new byte[300_000];
        bytes[299_999] = 7;
        Path file = Files.write(folder.resolve("file"), bytes);

        objects.put("1234", file);

        assertThat(store.objects()).containsOnlyKeys("/talks/uploads/1234");
        assertThat(store.objects().get("/talks/uploads/1234")).isEqualTo(bytes);
        objects.delete("1234");
        objects.delete("1234");
        assertThat(store.objects()).isEmpty();
    }

    @Test
    void leavesNothingWhenItIsTriedOut() {
        objects.tryOut();

        assertThat(store.objects()).isEmpty();
        assertThat(store.asked()).hasSize(3).allMatch(asked -> asked.contains("/talks/uploads/try-"));
    }

    /** How often it is tried again is decided elsewhere. */
    @ParameterizedTest
    @CsvSource({
        "503, SlowDown, false",
        "500, InternalError, false",
        "403, AccessDenied, true",
        "404, NoSuchBucket, true",
        "403, InvalidAccessKeyId, true"
    })
    void asksOnceAndSaysWhyAStoreTakesNothing(int status, String code, boolean ofSettings) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "sound");
        store.refuse(status, code);

        assertThatThrownBy(() -> objects.put("1234", file))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining(code)
                .hasMessageContaining("talks")
                .satisfies(
                        e -> assertThat(e.getMessage().contains("permissions")).isEqualTo(ofSettings));
        assertThat(store.asked()).hasSize(1);
    }

    @Test
    void saysThatAStoreIsAway() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "sound");
        store.close();

        assertThatThrownBy(() -> objects.put("1234", file)).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> objects.delete("1234")).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> objects.tryOut()).isInstanceOf(UnavailableException.class);
    }
}
