package io.scribestream.chunker.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UploadStore;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesTest {

    private static final long MAX_BYTES = 100;

    @TempDir
    Path folder;

    private Path allowed;
    private UploadStore uploads;
    private Sources sources;

    @BeforeEach
    void prepare() throws IOException {
        folder = folder.toRealPath();
        allowed = Files.createDirectory(folder.resolve("allowed"));
        uploads = new UploadStore(folder.resolve("uploads"));
        sources = new Sources(
                Map.of(
                        SourceKind.FILE, new FileSources(List.of(allowed)),
                        SourceKind.UPLOAD, new UploadSources(uploads)),
                MAX_BYTES);
    }

    @Test
    void findsAFileInsideAnAllowedFolder() throws IOException {
        Path file =
                Files.writeString(Files.createDirectory(allowed.resolve("deep")).resolve("a.wav"), "sound");

        assertThat(sources.locate("job", file(file.toString()))).isEqualTo(file);
    }

    @Test
    void findsAnUploadByItsName() throws IOException {
        UploadStore.Upload upload = uploads.store(new ByteArrayInputStream(new byte[] {1, 2, 3}), MAX_BYTES);

        assertThat(sources.locate("job", source(SourceKind.UPLOAD, upload.name(), 3)))
                .isEqualTo(upload.path())
                .hasBinaryContent(new byte[] {1, 2, 3});
    }

    @Test
    void followsALinkOnlyWhereItStaysInside() throws IOException {
        Path inside = Files.writeString(allowed.resolve("a.wav"), "sound");
        Path outside = Files.writeString(folder.resolve("secret.wav"), "secret");
        Path good = Files.createSymbolicLink(allowed.resolve("good.wav"), inside);
        Path bad = Files.createSymbolicLink(allowed.resolve("bad.wav"), outside);
        Path badFolder = Files.createSymbolicLink(allowed.resolve("up"), folder);

        assertThat(sources.locate("job", file(good.toString()))).isEqualTo(inside);
        assertRefused(file(bad.toString()), Reason.SOURCE_NOT_FOUND);
        assertRefused(file(badFolder.resolve("secret.wav").toString()), Reason.SOURCE_NOT_FOUND);
    }

    @Test
    void findsNothingOutsideOfTheAllowedFolders() throws IOException {
        Files.writeString(folder.resolve("secret.wav"), "secret");
        Path sibling = Files.createDirectory(folder.resolve("allowed-not"));
        Path similar = Files.writeString(sibling.resolve("a.wav"), "sound");

        assertRefused(file(allowed + "/../secret.wav"), Reason.SOURCE_NOT_FOUND);
        assertRefused(file(similar.toString()), Reason.SOURCE_NOT_FOUND);
        assertRefused(file("/etc/passwd"), Reason.SOURCE_NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.wav", "file:///a.wav", "/no/such/file", "/a\0b.wav", "/etc/passwd/a.wav"})
    void refusesPathsThatLeadNowhere(String location) {
        assertRefused(file(location), Reason.SOURCE_NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "../allowed/a.wav", "a/b", "never-stored"})
    void refusesUploadsThatNeverWere(String name) throws IOException {
        Files.writeString(allowed.resolve("a.wav"), "sound");

        assertRefused(source(SourceKind.UPLOAD, name, -1), Reason.SOURCE_NOT_FOUND);
    }

    @Test
    void refusesAFolder() {
        assertRefused(file(allowed.toString()), Reason.SOURCE_NOT_FOUND);
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        Path file = Files.createFile(allowed.resolve("empty.wav"));

        assertRefused(file(file.toString()), Reason.EMPTY_FILE);
    }

    @Test
    void refusesAFileThatIsLargerThanTheLimit() throws IOException {
        Path file = Files.write(allowed.resolve("large.wav"), new byte[(int) MAX_BYTES + 1]);

        assertRefused(file(file.toString()), Reason.TOO_LARGE);
    }

    @Test
    void refusesAFileWhoseSizeIsNoLongerWhatTheJobSays() throws IOException {
        Path file = Files.writeString(allowed.resolve("a.wav"), "sound");

        assertThat(sources.locate("job", source(SourceKind.FILE, file.toString(), 5)))
                .isEqualTo(file);
        assertRefused(source(SourceKind.FILE, file.toString(), 4), Reason.SOURCE_CHANGED);
    }

    @Test
    void refusesAKindThatNobodyReads() {
        assertRefused(source(SourceKind.UNKNOWN, "a", -1), Reason.INVALID_JOB);
    }

    private void assertRefused(Source source, Reason reason) {
        assertThatThrownBy(() -> sources.locate("job", source))
                .isInstanceOfSatisfying(RejectedException.class, refused -> assertThat(refused.reason())
                        .isEqualTo(reason));
    }

    private static Source file(String location) {
        return source(SourceKind.FILE, location, -1);
    }

    private static Source source(SourceKind kind, String location, long bytes) {
        return new Source(kind, location, "", bytes, "");
    }
}
