package io.scribestream.standalone.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.standalone.ModelServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsTest {

    private static final URI NOWHERE = URI.create("http://127.0.0.1:1/");
    private static final ModelFetcher.Progress UNTOLD = (model, done) -> {};

    @TempDir
    Path folder;

    private Path shipped;
    private Path cache;

    @BeforeEach
    void makeFolders() throws IOException {
        shipped = Files.createDirectory(folder.resolve("shipped"));
        cache = Files.createDirectory(folder.resolve("cache"));
    }

    @Test
    void takesAFileThatIsNamedByItsPath() throws IOException {
        Path mine = Files.createFile(folder.resolve("mine.bin"));

        assertThat(models(NOWHERE).find(shipped + "/../mine.bin", UNTOLD)).isEqualTo(mine);
    }

    @Test
    void takesWhatIsShippedBeforeWhatWasFetched() throws IOException {
        Path first = Files.createFile(shipped.resolve("ggml-small.bin"));
        Files.createFile(cache.resolve("ggml-small.bin"));

        assertThat(models(NOWHERE).find("small", UNTOLD)).isEqualTo(first);
    }

    @Test
    void takesWhatWasFetchedBefore() throws IOException {
        Path fetched = Files.createFile(cache.resolve("ggml-medium.bin"));

        assertThat(models(NOWHERE).find("medium", UNTOLD)).isEqualTo(fetched);
    }

    @Test
    void fetchesAPublishedModelByItsNameOnce() throws IOException {
        Path published = Files.writeString(folder.resolve("ggml-little.bin"), "no weights, but bytes with a sum");
        KnownModel little = new KnownModel("little", Files.size(published), ModelFetcher.sha256(published));
        AtomicLong told = new AtomicLong();
        try (ModelServer server = ModelServer.of(published)) {
            Models models =
                    new Models(shipped, cache, new ModelFetcher(URI.create(server.url() + "/")), List.of(little));

            Path first = models.find("little", (model, done) -> told.set(done));
            Path second = models.find("little", UNTOLD);

            assertThat(first).isEqualTo(second).isEqualTo(cache.resolve("ggml-little.bin"));
            assertThat(first).hasSameBinaryContentAs(published);
            assertThat(told).hasValue(Files.size(published));
            assertThat(server.served()).isEqualTo(1);
        }
    }

    @Test
    void saysWhichNamesThereAre() {
        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> models(NOWHERE).find("smal", UNTOLD))
                .withMessageContaining("no model is called 'smal'")
                .withMessageContaining("small")
                .withMessageContaining("medium");
    }

    @Test
    void saysThatNothingLiesAtAPath() {
        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> models(NOWHERE).find("models/small.bin", UNTOLD))
                .withMessageContaining("no model at models/small.bin");
    }

    private Models models(URI base) {
        return new Models(shipped, cache, new ModelFetcher(base));
    }
}
