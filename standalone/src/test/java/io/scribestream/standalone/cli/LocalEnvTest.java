package io.scribestream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import io.scribestream.standalone.SingleJvm;
import io.scribestream.standalone.StartUp;
import io.scribestream.transcriber.engine.EngineSettings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalEnvTest {

    private static final Path DATA = Path.of("/data");
    private static final LocalModel MODEL = new LocalModel(Path.of("/models/base.bin"), "1234");

    @Test
    void keepsAllInTheDataDirectoryWhereNobodySaysOtherwise() {
        Env env = env(Map.of(), 0);

        assertThat(env.path(Setting.SCRIBE_UPLOAD_DIR)).isEqualTo(Path.of("/data/serve/uploads"));
        assertThat(env.path(Setting.SCRIBE_CACHE_DIR)).isEqualTo(Path.of("/data/cache"));
        assertThat(env.path(Setting.VAD_MODEL)).isAbsolute().exists();
        assertThat(env.text(Setting.SCRIBE_JOB_PARTITIONS)).isEqualTo("1");
        assertThat(env.text(Setting.SCRIBE_AUDIO_PARTITIONS)).isEqualTo("8");
    }

    @Test
    void leavesWhatTheOperatorSet() {
        Map<String, String> set = Map.of(
                "SCRIBE_UPLOAD_DIR", "/elsewhere/uploads",
                "SCRIBE_CACHE_DIR", "/elsewhere/cache",
                "SCRIBE_JOB_PARTITIONS", "3",
                "SCRIBE_AUDIO_PARTITIONS", "5",
                "VAD_MODEL", "mine.onnx");

        Env env = env(set, 0);

        set.forEach((name, value) -> assertThat(env.text(Setting.valueOf(name))).isEqualTo(value));
    }

    @Test
    void limitsTheThreadsOfWhicheverEngineHears() {
        EngineSettings two = EngineSettings.from(env(Map.of("WHISPER_THREADS", "7"), 2));

        assertThat(two.onnxThreads()).isEqualTo(2);
        assertThat(two.whisperLanes() * two.whisperThreads()).isEqualTo(2);
        assertThat(EngineSettings.from(env(Map.of("WHISPER_THREADS", "7"), 0)).onnxThreads())
                .isEqualTo(7);
    }

    @Test
    void refusesAPlaceForTheStateThatIsNotBesideItsBroker(@TempDir Path folder) {
        Env env = env(Map.of("SCRIBE_STATE_DIR", "/elsewhere/state"), 0);

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> SingleJvm.start(env, folder, 0, job -> true, new StartUp()))
                .withMessageContaining("SCRIBE_STATE_DIR is '/elsewhere/state'")
                .withMessageContaining("--data");
        assertThat(folder).isEmptyDirectory();
    }

    private static Env env(Map<String, String> variables, int threads) {
        return LocalEnv.of(LocalSettings.of(Env.of(variables), DATA, "base", threads), MODEL, DATA.resolve("serve"));
    }
}
