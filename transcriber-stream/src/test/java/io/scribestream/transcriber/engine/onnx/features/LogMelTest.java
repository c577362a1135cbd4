package io.scribestream.transcriber.engine.onnx.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.testkit.Repository;
import io.scribestream.transcriber.engine.ggml.GgmlModel;
import io.scribestream.transcriber.engine.ggml.MelFilters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LogMelTest {

    private static final MelFilters FILTERS = filters();
    private static final float[] JFK = io.scribestream.transcriber.engine.TestData.jfk();

    private final LogMel logMel = new LogMel(FILTERS);

    /** The values are from {@code src/test/python/log_mel_reference.py}. */
    @Test
    void equalsTheReferenceOnSpeech() throws Exception {
        float[] mel = logMel.of(JFK, LogMel.FRAMES);

        assertThat(mel).hasSize(80 * 3000);
        assertThat(Files.readAllLines(Path.of("src/test/resources/jfk-log-mel.csv")))
                .hasSize(640)
                .allSatisfy(line -> {
                    String[] parts = line.split(",", -1);
                    int band = Integer.parseInt(parts[0]);
                    int frame = Integer.parseInt(parts[1]);
                    assertThat(mel[band * 3000 + frame]).isCloseTo(Float.parseFloat(parts[2]), within(1e-5f));
                });
    }

    /** Bands of large-v3. No such model is at hand: filters and spectrum are made here, as their formulas say. */
    @Test
    void equalsTheFormulaWithOneHundredAndTwentyEightBands() {
        assertThat(SlowLogMel.filters(80)).usingComparatorWithPrecision(1e-6f).containsExactly(FILTERS.weights());
        MelFilters filters = new MelFilters(128, 201, SlowLogMel.filters(128));
        float[] second = Arrays.copyOfRange(JFK, 8_000, 24_000);

        assertThat(new LogMel(filters).of(second, 120))
                .usingComparatorWithPrecision(1e-5f)
                .containsExactly(SlowLogMel.of(second, 120, filters));
    }

    @Test
    void refusesFiltersForWindowsOfAnotherLength() {
        assertThatThrownBy(() -> new LogMel(new MelFilters(80, 257, new float[80 * 257])))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("257 frequencies");
    }

    @Test
    void isTheSameWhetherItsSilenceIsLongOrShort() {
        float[] all = logMel.of(JFK, LogMel.FRAMES);
        float[] some = logMel.of(JFK, 1202);

        for (int band = 0; band < 80; band++) {
            assertThat(Arrays.copyOfRange(some, band * 1202, band * 1202 + 1202))
                    .containsExactly(Arrays.copyOfRange(all, band * 3000, band * 3000 + 1202));
        }
    }

    @Test
    void makesSilenceOfNoSamples() {
        assertThat(logMel.of(new float[0], 100)).hasSize(8000).containsOnly(-1.5f);
    }

    @Test
    void cutsWhatIsLongerThanItsFrames() {
        assertThat(logMel.of(JFK, 500)).containsExactly(logMel.of(Arrays.copyOf(JFK, 80_000), 500));
    }

    private static MelFilters filters() {
        try (GgmlModel model = GgmlModel.open(Repository.file("models/ggml-base-q8_0.bin"))) {
            return model.filters();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
