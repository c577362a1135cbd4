package io.scribestream.transcriber.engine.ggml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.atIndex;
import static org.assertj.core.api.Assertions.within;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.testkit.Repository;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgmlModelTest {

    private static final Path MODEL = Repository.file("models/ggml-base-q8_0.bin");

    @TempDir
    Path folder;

    @Test
    void acceptsAWholeModel() {
        assertThatCode(() -> GgmlModel.check(MODEL)).doesNotThrowAnyException();
    }

    @Test
    void readsDimensionsFiltersAndVocabulary() throws Exception {
        try (GgmlModel model = GgmlModel.open(MODEL)) {
            assertThat(model.dimensions()).isEqualTo(new Dimensions(51_865, 1500, 512, 8, 6, 448, 512, 8, 6, 80));
            assertThat(model.dimensions().multilingual()).isTrue();
            assertThat(model.filters().nFft()).isEqualTo(201);
            assertThat(model.filters().weights()).hasSize(80 * 201).contains(0.024862595f, atIndex(1));
            assertThat(model.vocabulary().size()).isEqualTo(50_257);
            assertThat(new String(model.vocabulary().bytes(15_000), UTF_8)).isEqualTo(" spat");
        }
    }

    @Test
    void readsWeightsRowByRow() throws Exception {
        try (GgmlModel model = GgmlModel.open(MODEL)) {
            assertThat(model.shape("encoder.conv1.weight")).containsExactly(512, 80, 3);
            assertThat(model.tensor("encoder.conv1.weight"))
                    .hasSize(512 * 80 * 3)
                    .startsWith(new float[] {0.00426102f, 0.00243568f, 0.00701904f}, within(1e-8f))
                    .endsWith(new float[] {-0.01940918f, 0.00969696f, -0.008255f}, within(1e-8f));
            assertThat(model.tensor("decoder.ln.bias"))
                    .startsWith(new float[] {-0.1784668f, -0.25732422f}, within(1e-7f));

            assertThat(model.shape("decoder.token_embedding.weight")).containsExactly(51_865, 512);
            float[] lastRow = new float[512];
            model.read("decoder.token_embedding.weight", 51_864 * 512L, lastRow);
            assertThat(lastRow).endsWith(new float[] {0.03053951f, 0.03349495f, 0.01576233f}, within(1e-8f));
        }
    }

    @Test
    void namesWeightsThatAreNotThere() throws Exception {
        try (GgmlModel model = GgmlModel.open(MODEL)) {
            assertThatThrownBy(() -> model.tensor("decoder.head"))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining("lacks the weights decoder.head");
        }
    }

    @Test
    void noticesTheLastByteMissing() throws Exception {
        Path model = Files.copy(MODEL, folder.resolve("cut.bin"));
        for (long size : new long[] {Files.size(model) - 1, 40_000_000, 500_000, 30, 3, 0}) {
            try (RandomAccessFile file = new RandomAccessFile(model.toFile(), "rw")) {
                file.setLength(size);
            }

            assertThatThrownBy(() -> GgmlModel.check(model))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage("the model " + model + " is cut short: fetch it again");
        }
    }

    @Test
    void noticesWhatIsNoModel() throws Exception {
        Path text = Files.writeString(folder.resolve("notes.bin"), "not a model, but a text of some length");

        assertThatThrownBy(() -> GgmlModel.check(text))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageStartingWith("the file " + text + " is no Whisper model");
    }

    @Test
    void tellsAGgufFileFromAGgmlFile() throws Exception {
        Path gguf = Files.writeString(folder.resolve("base.gguf"), "GGUF and so on");

        assertThatThrownBy(() -> GgmlModel.check(gguf)).hasMessageContaining("GGUF");
    }

    @Test
    void namesThePathOfAMissingModel() {
        Path nowhere = folder.resolve("nowhere.bin");

        assertThatThrownBy(() -> GgmlModel.check(nowhere))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("there is no model at " + nowhere);
        assertThatThrownBy(() -> GgmlModel.check(folder)).hasMessageContaining("cannot be read");
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
