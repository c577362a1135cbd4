package io.scribestream.runtime;

import static io.scribestream.runtime.Setting.KAFKA_BOOTSTRAP_SERVERS;
import static io.scribestream.runtime.Setting.SCHEMA_REGISTRY_URL;
import static io.scribestream.runtime.Setting.SCRIBE_CHUNK_DEADLINE;
import static io.scribestream.runtime.Setting.SCRIBE_CONFIG;
import static io.scribestream.runtime.Setting.SCRIBE_HTTP_PORT;
import static io.scribestream.runtime.Setting.SCRIBE_MAX_UPLOAD_BYTES;
import static io.scribestream.runtime.Setting.SCRIBE_SOURCE_DIRS;
import static io.scribestream.runtime.Setting.WHISPER_LIBRARY;
import static io.scribestream.runtime.Setting.WHISPER_MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EnvTest {

    @TempDir
    Path folder;

    @Test
    void takesTheDefaultWhereNobodySaysOtherwise() {
        Env env = Env.of(Map.of());

        assertThat(env.integer(SCRIBE_HTTP_PORT, 0, 65535)).isEqualTo(8080);
        assertThat(env.optionalText(WHISPER_LIBRARY)).isEmpty();
        assertThat(env.list(SCRIBE_SOURCE_DIRS)).isEmpty();
    }

    @Test
    void letsTheEnvironmentWinOverTheFileAndTheCommandLineOverBoth() throws IOException {
        Path file = Files.writeString(folder.resolve("p"), "SCRIBE_HTTP_PORT=1\nWHISPER_MODEL=tiny\n");

        Env env = Env.of(Map.of(SCRIBE_CONFIG.name(), file.toString(), "SCRIBE_HTTP_PORT", "2"));

        assertThat(env.integer(SCRIBE_HTTP_PORT, 0, 65535)).isEqualTo(2);
        assertThat(env.text(WHISPER_MODEL)).isEqualTo("tiny");
        assertThat(env.with(WHISPER_MODEL, "base").text(WHISPER_MODEL)).isEqualTo("base");
    }

    @Test
    void takesABlankValueForNone() {
        assertThat(Env.of(Map.of("SCRIBE_HTTP_PORT", " ")).isSet(SCRIBE_HTTP_PORT))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"eighty", "-1", "65536", "99999999999", "8080.5"})
    void namesTheSettingAndTheWrongNumber(String value) {
        Env env = Env.of(Map.of("SCRIBE_HTTP_PORT", value));

        assertThatThrownBy(() -> env.integer(SCRIBE_HTTP_PORT, 0, 65535))
                .isInstanceOf(ConfigException.class)
                .hasMessage("SCRIBE_HTTP_PORT is '" + value + "', but has to be a whole number from 0 to 65535");
    }

    @ParameterizedTest
    @CsvSource({"4GB,4294967296", "512 kb,524288", "1000,1000", "1B,1", "2tb,2199023255552"})
    void readsSizes(String text, long bytes) {
        assertThat(Env.of(Map.of("SCRIBE_MAX_UPLOAD_BYTES", text)).bytes(SCRIBE_MAX_UPLOAD_BYTES))
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "much", "4 G B", "-1GB", "999999999999999999TB", "4PB"})
    void refusesOtherSizes(String text) {
        assertThatThrownBy(() -> Env.of(Map.of("SCRIBE_MAX_UPLOAD_BYTES", text)).bytes(SCRIBE_MAX_UPLOAD_BYTES))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("SCRIBE_MAX_UPLOAD_BYTES", "'" + text + "'", "4GB");
    }

    @ParameterizedTest
    @CsvSource({"50ms,PT0.05S", "30s,PT30S", "5 m,PT5M", "24h,PT24H", "7d,PT168H", "PT1M30S,PT1M30S"})
    void readsTimes(String text, Duration time) {
        assertThat(Env.of(Map.of("SCRIBE_CHUNK_DEADLINE", text)).duration(SCRIBE_CHUNK_DEADLINE))
                .isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "30", "0s", "29s", "61m", "999999999999999999d"})
    void refusesOtherTimes(String text) {
        Env env = Env.of(Map.of("SCRIBE_CHUNK_DEADLINE", text));

        assertThatThrownBy(() -> env.duration(SCRIBE_CHUNK_DEADLINE, Duration.ofSeconds(30), Duration.ofHours(1)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("SCRIBE_CHUNK_DEADLINE", "'" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:8081", "file:///etc/passwd", "http://", "not a url"})
    void refusesWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> Env.of(Map.of("SCHEMA_REGISTRY_URL", text)).uri(SCHEMA_REGISTRY_URL))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("SCHEMA_REGISTRY_URL", text);
        assertThatThrownBy(() -> Env.of(Map.of("SCHEMA_REGISTRY_URL", "http://a:1," + text))
                        .uris(SCHEMA_REGISTRY_URL))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("SCHEMA_REGISTRY_URL", text);
    }

    @Test
    void readsSeveralAddresses() {
        assertThat(Env.of(Map.of("SCHEMA_REGISTRY_URL", "http://a:1, https://b/c"))
                        .uris(SCHEMA_REGISTRY_URL))
                .containsExactly(URI.create("http://a:1"), URI.create("https://b/c"));
        assertThatThrownBy(() -> Env.of(Map.of("SCHEMA_REGISTRY_URL", ",")).uris(SCHEMA_REGISTRY_URL))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("SCHEMA_REGISTRY_URL");
    }

    @Test
    void listsWhatStandsBetweenCommas() {
        assertThat(Env.of(Map.of("SCRIBE_SOURCE_DIRS", "/a, /b c,,")).paths(SCRIBE_SOURCE_DIRS))
                .containsExactly(Path.of("/a"), Path.of("/b c"));
    }

    @ParameterizedTest
    @CsvSource({
        "SCRIBE_HTTP_PROT, SCRIBE_HTTP_PORT",
        "SCRIBE_SORCE_DIR, SCRIBE_SOURCE_DIRS",
        "KAFKA_BOOTSTRAP_SERVER, KAFKA_BOOTSTRAP_SERVERS",
        "WHISPER_MODLE, WHISPER_MODEL"
    })
    void namesTheSettingThatWasMeant(String misspelt, String meant) {
        assertThatThrownBy(() -> Env.of(Map.of(misspelt, "1")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("unknown setting " + misspelt + " in the environment; did you mean " + meant + "?");
    }

    @Test
    void listsTheKnownSettingsWhereNoneIsNear() {
        assertThatThrownBy(() -> Env.of(Map.of("SCRIBE_COLOUR", "blue")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("SCRIBE_COLOUR", "known are KAFKA_BOOTSTRAP_SERVERS, ");
    }

    @Test
    void refusesAnythingUnknownInTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("p"), "PATH=/bin\n");

        assertThatThrownBy(() -> Env.of(Map.of(), file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("PATH", file.toString());
    }

    @Test
    void saysWhichFileIsMissing() {
        assertThatThrownBy(() -> Env.of(Map.of("SCRIBE_CONFIG", "/nowhere/p")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("/nowhere/p");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "KAFKA_HEAP_OPTS",
                "KAFKA_SERVICE_HOST",
                "SCRIBE_API_SERVICE_HOST",
                "SCRIBE_API_PORT_8080_TCP_ADDR",
                "SCRIBE_API_SERVICE_PORT_HTTP",
                "WHISPER_CPP_HOME",
                "PATH"
            })
    void leavesVariablesOfOthersAlone(String name) {
        assertThat(Env.of(Map.of(name, "x")).isSet(KAFKA_BOOTSTRAP_SERVERS)).isFalse();
    }

    @Test
    void takesANearMissOfASettingThatIsSetForAnothersVariable() {
        Env env = Env.of(Map.of("KAFKA_BOOTSTRAP_SERVERS", "a:1", "KAFKA_BOOTSTRAP_SERVER", "b:1"));

        assertThat(env.text(KAFKA_BOOTSTRAP_SERVERS)).isEqualTo("a:1");
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void describesEverySettingInASentence(Setting setting) {
        assertThat(setting.description()).matches("[A-Z].*\\.");
    }
}
