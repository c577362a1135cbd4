package io.scribestream.transcriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranscriberConfigTest {

    @Test
    void readsItsSettings() {
        TranscriberConfig config = TranscriberConfig.from(Env.of(Map.of(
                "WHISPER_MODEL", "/models/small.bin",
                "WHISPER_LIBRARY", "/opt/libwhisper.so",
                "WHISPER_LANES", "3",
                "WHISPER_THREADS", "2",
                "SCRIBE_CHUNK_DEADLINE", "90s",
                "SCRIBE_CACHE_DIR", "/data/cache")));

        assertThat(config)
                .isEqualTo(new TranscriberConfig(
                        Path.of("/models/small.bin"),
                        Path.of("/opt/libwhisper.so"),
                        3,
                        2,
                        Duration.ofSeconds(90),
                        Path.of("/data/cache")));
    }

    @Test
    void hearsOneChunkForEachCoreWhereNobodySaysOtherwise() {
        assertThat(TranscriberConfig.lanesFor(8, 1)).isEqualTo(8);
        assertThat(TranscriberConfig.lanesFor(8, 3)).isEqualTo(2);
        assertThat(TranscriberConfig.lanesFor(2, 4)).isEqualTo(1);
        assertThat(TranscriberConfig.from(Env.of(Map.of())).library()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"WHISPER_THREADS, 0", "WHISPER_LANES, -1", "SCRIBE_CHUNK_DEADLINE, 1s", "SCRIBE_CHUNK_DEADLINE, 20m"})
    void refusesAWrongValueByItsName(String setting, String value) {
        assertThatThrownBy(() -> TranscriberConfig.from(Env.of(Map.of(setting, value))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(setting)
                .hasMessageContaining(value);
    }
}
