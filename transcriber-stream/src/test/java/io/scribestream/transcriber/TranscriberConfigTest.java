package io.scribestream.transcriber;

import static io.scribestream.transcriber.engine.onnx.graph.Precision.F16;
import static io.scribestream.transcriber.engine.onnx.graph.Precision.F32;
import static io.scribestream.transcriber.engine.onnx.graph.Precision.INT8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import io.scribestream.transcriber.engine.EngineChoice;
import io.scribestream.transcriber.engine.EngineSettings;
import io.scribestream.transcriber.engine.EngineSettings.Device;
import io.scribestream.transcriber.engine.EngineSettings.Precision;
import io.scribestream.transcriber.engine.onnx.OnnxConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranscriberConfigTest {

    private static final int CORES = Runtime.getRuntime().availableProcessors();

    @Test
    void readsItsSettings() {
        TranscriberConfig config = TranscriberConfig.from(Env.of(Map.of(
                "WHISPER_ENGINE", "whisper.cpp",
                "WHISPER_MODEL", "/models/small.bin",
                "WHISPER_LIBRARY", "/opt/libwhisper.so",
                "WHISPER_LANES", "3",
                "WHISPER_THREADS", "6",
                "WHISPER_BEAM", "4",
                "SCRIBE_CHUNK_DEADLINE", "90s",
                "SCRIBE_STATE_DIR", "/data/state",
                "SCRIBE_CACHE_DIR", "/data/cache")));

        assertThat(config)
                .isEqualTo(new TranscriberConfig(
                        new EngineSettings(
                                EngineChoice.WHISPER_CPP,
                                Path.of("/models/small.bin"),
                                Device.CPU,
                                Precision.AUTO,
                                Path.of("/opt/libwhisper.so"),
                                3,
                                6,
                                4,
                                Path.of("/data/cache")),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(90),
                        Path.of("/data/state")));
        assertThat(config.engine().mostLanes()).isEqualTo(3);
        assertThat(config.engine().whisperThreads()).isEqualTo(2);
    }

    @Test
    void hearsEightChunksInABatchOrOneForEachCoreWhereNobodySaysOtherwise() {
        EngineSettings usual = TranscriberConfig.from(Env.of(Map.of())).engine();

        assertThat(usual.mayBeOnnx()).isTrue();
        assertThat(usual.mostLanes()).isEqualTo(8);
        assertThat(usual.onnxThreads()).isEqualTo(CORES);
        assertThat(usual.whisperLanes()).isEqualTo(CORES);
        assertThat(usual.whisperThreads()).isEqualTo(1);
    }

    @Test
    void takesNoMoreThreadsThanItMayWhicheverEngineHears() {
        EngineSettings two =
                TranscriberConfig.from(Env.of(Map.of("WHISPER_THREADS", "2"))).engine();
        EngineSettings fewer = TranscriberConfig.from(Env.of(Map.of("WHISPER_THREADS", "2", "WHISPER_LANES", "5")))
                .engine();

        assertThat(two.onnxThreads()).isEqualTo(2);
        assertThat(two.onnxLanes()).isEqualTo(8);
        assertThat(two.whisperLanes() * two.whisperThreads()).isEqualTo(2);
        assertThat(fewer.whisperLanes() * fewer.whisperThreads()).isEqualTo(2);
        assertThat(fewer.onnxLanes()).isEqualTo(5);
    }

    @Test
    void computesInEightBitsOnAProcessorAndInSixteenOnAGraphicsProcessor() {
        assertThat(precision(Map.of())).isEqualTo(INT8);
        assertThat(precision(Map.of("WHISPER_DEVICE", "cuda"))).isEqualTo(F16);
        assertThat(precision(Map.of("WHISPER_PRECISION", "f32"))).isEqualTo(F32);
    }

    private static io.scribestream.transcriber.engine.onnx.graph.Precision precision(Map<String, String> settings) {
        return OnnxConfig.of(TranscriberConfig.from(Env.of(settings)).engine()).precision();
    }

    @Test
    void takesALibwhisperForAWishToHearWithIt() {
        EngineSettings settings = TranscriberConfig.from(Env.of(Map.of("WHISPER_LIBRARY", "/opt/libwhisper.so")))
                .engine();

        assertThat(settings.mayBeOnnx()).isFalse();
        assertThat(settings.mostLanes()).isEqualTo(CORES);
    }

    @ParameterizedTest
    @CsvSource({
        "WHISPER_ENGINE, vosk",
        "WHISPER_DEVICE, tpu",
        "WHISPER_PRECISION, int4",
        "WHISPER_BEAM, 0",
        "WHISPER_BEAM, 6",
        "WHISPER_THREADS, -1",
        "WHISPER_LANES, -1",
        "SCRIBE_CHUNK_DEADLINE, 29s",
        "SCRIBE_CHUNK_DEADLINE, 2h",
        "SCRIBE_CHUNK_DEADLINE_LEAST, 0s",
        "SCRIBE_CHUNK_DEADLINE_LEAST, 61m"
    })
    void refusesAWrongValueByItsName(String setting, String value) {
        assertThatThrownBy(() -> TranscriberConfig.from(Env.of(Map.of(setting, value))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(setting)
                .hasMessageContaining(value);
    }

    @ParameterizedTest
    @CsvSource({
        "WHISPER_ENGINE, onnx, WHISPER_LIBRARY, /opt/libwhisper.so",
        "WHISPER_DEVICE, cuda, WHISPER_LIBRARY, /opt/libwhisper.so",
        "WHISPER_DEVICE, cuda, WHISPER_ENGINE, whisper.cpp",
        "WHISPER_PRECISION, f32, WHISPER_ENGINE, whisper.cpp",
        "WHISPER_PRECISION, int8, WHISPER_LIBRARY, /opt/libwhisper.so",
        "WHISPER_PRECISION, f16, WHISPER_DEVICE, cpu",
        "WHISPER_PRECISION, int8, WHISPER_DEVICE, cuda",
    })
    void refusesSettingsThatExcludeEachOther(String one, String value, String other, String otherValue) {
        assertThatThrownBy(() -> TranscriberConfig.from(Env.of(Map.of(one, value, other, otherValue))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(one)
                .hasMessageContaining(other);
    }
}
