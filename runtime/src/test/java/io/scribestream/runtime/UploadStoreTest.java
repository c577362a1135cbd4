package io.scribestream.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.UploadStore.Upload;
import io.scribestream.schemas.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UploadStoreTest {

    @TempDir
    Path folder;

    @Test
    void keepsTheBytesUnderTheNameItGives() throws IOException {
        UploadStore store = new UploadStore(folder.resolve("new/uploads"));

        Upload upload = store.store(new ByteArrayInputStream("abc".getBytes()), 3);

        assertThat(store.resolve(upload.name())).hasContent("abc").isEqualTo(upload.path());
        assertThat(upload.bytes()).isEqualTo(3);
        assertThat(upload.sha256()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void keepsNothingOfAnUploadThatIsTooLarge() {
        UploadStore store = new UploadStore(folder);

        assertThatThrownBy(() -> store.store(new ByteArrayInputStream(new byte[200_000]), 199_999))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE));

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void keepsNothingOfAnUploadThatBreaksOff() {
        InputStream broken = new SequenceInputStream(new ByteArrayInputStream(new byte[10]), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        });

        assertThatThrownBy(() -> new UploadStore(folder).store(broken, 100)).hasMessage("connection reset");

        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../secret", "/etc/passwd", "a/b", "a\\b", "a.part", "a\0b", "-rf"})
    void givesNoPathForANameThatItNeverGave(String name) {
        UploadStore store = new UploadStore(folder);

        assertThatThrownBy(() -> store.resolve(name))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SOURCE_NOT_FOUND));
    }

    @Test
    void deletesTwiceWithoutComplaint() throws IOException {
        UploadStore store = new UploadStore(folder);
        Upload upload = store.store(new ByteArrayInputStream(new byte[1]), 1);

        store.delete(upload.name());
        store.delete(upload.name());

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void sweepsPartsOfProcessesThatWereKilled() throws IOException {
        UploadStore store = new UploadStore(folder);
        Path old = Files.createFile(folder.resolve("old.part"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        Path fresh = Files.createFile(folder.resolve("fresh.part"));
        Path whole = Files.createFile(folder.resolve("whole"));
        Files.setLastModifiedTime(whole, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));

        store.sweep(Instant.parse("2026-01-02T00:00:00Z"));

        assertThat(folder).isDirectoryNotContaining(old::equals);
        assertThat(fresh).exists();
        assertThat(whole).exists();
    }

    @Test
    void sweepsWholeFilesTooWhereNoneStays() throws IOException {
        UploadStore store = new UploadStore(folder);
        for (String name : List.of("old.part", "whole", "waits")) {
            Files.setLastModifiedTime(
                    Files.createFile(folder.resolve(name)), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        }
        Files.createFile(folder.resolve("fresh"));

        store.sweepAll(Instant.parse("2026-01-02T00:00:00Z"), Set.of("waits"));

        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(folder.resolve("waits"), folder.resolve("fresh"));
        }
    }

    @Test
    void saysThatItsFolderCannotBeMade() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> new UploadStore(file.resolve("uploads")))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("uploads");
    }
}
