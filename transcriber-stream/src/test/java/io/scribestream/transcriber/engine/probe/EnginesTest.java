package io.scribestream.transcriber.engine.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.transcriber.engine.Engine;
import io.scribestream.transcriber.engine.EngineChoice;
import io.scribestream.transcriber.engine.EngineSettings;
import io.scribestream.transcriber.engine.EngineSettings.Device;
import io.scribestream.transcriber.engine.EngineSettings.Precision;
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
    void forgetsWhatWasMeasuredWhereOnnxIsToComputeWithSomethingElse() {
        remember(4, 3);

        assertThat(Speeds.remembered(settings(EngineChoice.AUTO, Device.CPU, Precision.F32))
                        .reports())
                .isEmpty();
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
        EngineSettings cuda = settings(EngineChoice.AUTO, Device.CUDA, Precision.AUTO);

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
                new OnnxCandidate(OnnxConfig.of(settings(EngineChoice.AUTO), 1, CORES)), onnx,
                new WhisperCppCandidate(EngineConfig.of(settings(EngineChoice.AUTO), 1, CORES)), whisperCpp);
        seconds.forEach((candidate, took) -> ProbeCache.of(candidate)
                .write(new ProbeReport(candidate.engine().toString(), took)));
    }

    private EngineSettings settings(EngineChoice choice) {
        return settings(choice, Device.CPU, Precision.AUTO);
    }

    private EngineSettings settings(EngineChoice choice, Device device, Precision precision) {
        return new EngineSettings(choice, TestData.model(), device, precision, null, 0, 0, 1, cache);
    }
}
