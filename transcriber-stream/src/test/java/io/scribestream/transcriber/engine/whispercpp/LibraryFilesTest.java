package io.scribestream.transcriber.engine.whispercpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.EnvironmentException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryFilesTest {

    @TempDir
    Path folder;

    @Test
    void findsLibwhisperAndTheGgmlBesideItInLoadingOrder() throws Exception {
        for (String name :
                new String[] {"libwhisper.so.1", "libggml.so", "libggml-base.so", "libggml-cpu-haswell.so"}) {
            Files.createFile(folder.resolve(name));
        }

        LibraryFiles files = LibraryFiles.at(folder);

        assertThat(files.whisper()).isEqualTo(folder.resolve("libwhisper.so.1"));
        assertThat(files.dependencies())
                .containsExactly(folder.resolve("libggml-base.so"), folder.resolve("libggml.so"));
        assertThat(LibraryFiles.at(folder.resolve("libwhisper.so.1"))).isEqualTo(files);
        assertThat(files.all()).as("plugins count too").hasSize(4);
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> LibraryFiles.at(folder))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining(folder + ", which has no libwhisper");
        assertThatThrownBy(() -> LibraryFiles.at(folder.resolve("nowhere")))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("where nothing is");
    }

    @Test
    void saysThatAFileIsNoLibrary() throws Exception {
        Path text = Files.writeString(folder.resolve("libwhisper.so"), "no library");

        assertThatThrownBy(() -> Libwhisper.load(LibraryFiles.at(text)))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("cannot be loaded");
    }
}
