package io.scribestream.transcriber.engine.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.transcriber.engine.Engine;
import io.scribestream.transcriber.engine.EngineChoice;
import io.scribestream.transcriber.engine.EngineSettings;
import io.scribestream.transcriber.engine.EngineSettings.Device;
import io.scribestream.transcriber.engine.TestData;
import io.scribestream.transcriber.engine.onnx.OnnxConfig;
import io.scribestream.transcriber.engine.whispercpp.EngineConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real engines and the real model. */
class EnginesTest {

    private static final int CORES = Runtime.getRuntime().availableProcessors();

    @TempDir
    Path cache;

    @Test
    void opensOnnxWhereNothingIsKnown() {
        try (Engine engine = Engines.open(settings(EngineChoice.AUTO))) {
            assertThat(engine.name()).startsWith("onnx");
            assertThat(engine.lanes()).isEqualTo(8);
        }
    }

    @Test
    void opensWhisperCppWhereItWasMeasuredToBeFaster() {
        remember(4, 3);

        try (Engine engine = Engines.open(settings(EngineChoice.AUTO))) {
            assertThat(engine.name()).startsWith("whisper.cpp");
            assertThat(engine.lanes()).isEqualTo(CORES);
        }
    }

    @Test
    void opensOnnxWhereItWasMeasuredToBeFaster() {
        remember(3, 4);

        assertThat(Speeds.remembered(settings(EngineChoice.AUTO)).faster()).isEqualTo(EngineChoice.ONNX);
    }

    @Test
    void opensWhisperCppWhereOnnxCannot() throws Exception {
        Files.writeString(cache.resolve("graphs"), "a file where a folder should be");

        try (Engine engine = Engines.open(settings(EngineChoice.AUTO))) {
            assertThat(engine.name()).startsWith("whisper.cpp");
        }
        assertThatThrownBy(() -> Engines.open(settings(EngineChoice.ONNX)))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining(cache.toString());
    }

    @Test
    void saysThatThisBuildCannotUseAGraphicsProcessor() {
        EngineSettings cuda = new EngineSettings(EngineChoice.AUTO, TestData.model(), Device.CUDA, null, 0, 0, cache);

        assertThatThrownBy(() -> Engines.open(cuda))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("onnxruntime_gpu");
    }

    @Test
    void measuresBothInProcessesOfTheirOwn() {
        Speeds speeds = Speeds.measure(settings(EngineChoice.AUTO));

        assertThat(speeds.failures()).isEmpty();
        assertThat(speeds.reports()).containsOnlyKeys(EngineChoice.ONNX, EngineChoice.WHISPER_CPP);
        assertThat(speeds.reports().values()).allMatch(ProbeReport::measured);
        assertThat(Speeds.remembered(settings(EngineChoice.AUTO))).isEqualTo(speeds);
    }

    private void remember(double onnx, double whisperCpp) {
        Map<Candidate, Double> seconds = Map.of(
                new OnnxCandidate(new OnnxConfig(TestData.model(), 1, CORES, Device.CPU, cache)), onnx,
                new WhisperCppCandidate(new EngineConfig(TestData.model(), null, 1, CORES, cache)), whisperCpp);
        seconds.forEach((candidate, took) -> ProbeCache.of(candidate)
                .write(new ProbeReport(candidate.engine().toString(), took)));
    }

    private EngineSettings settings(EngineChoice choice) {
        return new EngineSettings(choice, TestData.model(), Device.CPU, null, 0, 0, cache);
    }
}
