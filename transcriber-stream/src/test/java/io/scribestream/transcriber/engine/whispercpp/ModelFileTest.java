package io.scribestream.transcriber.engine.whispercpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.EnvironmentException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {

    @TempDir
    Path folder;

    @Test
    void acceptsAWholeModel() {
        assertThatCode(() -> ModelFile.check(Repository.model())).doesNotThrowAnyException();
    }

    @Test
    void noticesTheLastByteMissing() throws Exception {
        Path model = Files.copy(Repository.model(), folder.resolve("cut.bin"));
        for (long size : new long[] {Files.size(model) - 1, 40_000_000, 500_000, 30, 3, 0}) {
            try (RandomAccessFile file = new RandomAccessFile(model.toFile(), "rw")) {
                file.setLength(size);
            }

            assertThatThrownBy(() -> ModelFile.check(model))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage("the model " + model + " is cut short: fetch it again");
        }
    }

    @Test
    void noticesWhatIsNoModel() throws Exception {
        Path text = Files.writeString(folder.resolve("notes.bin"), "not a model, but a text of some length");

        assertThatThrownBy(() -> ModelFile.check(text))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageStartingWith("the file " + text + " is no Whisper model");
    }

    @Test
    void tellsAGgufFileFromAGgmlFile() throws Exception {
        Path gguf = Files.writeString(folder.resolve("base.gguf"), "GGUF and so on");

        assertThatThrownBy(() -> ModelFile.check(gguf)).hasMessageContaining("GGUF");
    }

    @Test
    void namesThePathOfAMissingModel() {
        Path nowhere = folder.resolve("nowhere.bin");

        assertThatThrownBy(() -> ModelFile.check(nowhere))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("there is no model at " + nowhere);
        assertThatThrownBy(() -> ModelFile.check(folder)).hasMessageContaining("cannot be read");
    }

    @Test
    void remembersASumUntilTheFileChanges() throws Exception {
        Path model = Files.writeString(folder.resolve("m.bin"), "one");
        Path cache = folder.resolve("cache");
        Files.setLastModifiedTime(model, FileTime.fromMillis(1_000_000));
        String first = ModelSum.of(model, cache);
        assertThat(first).isEqualTo("7692c3ad3540");

        Path other = Files.writeString(folder.resolve("other"), "two");
        Files.setLastModifiedTime(other, FileTime.fromMillis(1_000_000));
        Files.move(other, model, StandardCopyOption.REPLACE_EXISTING);
        assertThat(ModelSum.of(model, cache))
                .as("same size and time: not read again")
                .isEqualTo(first);

        Files.setLastModifiedTime(model, FileTime.fromMillis(2_000_000));
        assertThat(ModelSum.of(model, cache)).isEqualTo("3fc4ccfe7458");
    }
}
