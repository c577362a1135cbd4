package io.scribestream.chunker.fetch.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.RejectedException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3ConfigTest {

    @Test
    void readsNothingFromAnywhereUnlessTold() {
        S3Config config = S3Config.from(Env.of(Map.of()));

        assertThat(config.places()).isEmpty();
        assertThat(config.endpoint()).isNull();
        assertThat(config.credentials()).isNull();
    }

    @Test
    void takesPlaces() {
        assertThat(S3Config.from(Env.of(Map.of("SCRIBE_S3_SOURCES", "talks, shared/public/")))
                        .places())
                .isEqualTo(List.of("talks", "shared/public/"));
    }

    @ParameterizedTest
    @CsvSource({
        "SCRIBE_S3_SOURCES, s3://talks",
        "SCRIBE_S3_SOURCES, Talks",
        "SCRIBE_S3_ENDPOINT, minio:9000",
        "SCRIBE_S3_PATH_STYLE, yes",
        "SCRIBE_S3_ACCESS_KEY, alone",
        "SCRIBE_S3_SECRET_KEY, alone"
    })
    void namesTheSettingThatIsWrong(String setting, String value) {
        assertThatThrownBy(() -> S3Config.from(Env.of(Map.of(setting, value))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(setting);
    }

    @Test
    void keepsTheSecretToItself() {
        assertThat(new S3Config.Credentials("key", "hidden")).asString().doesNotContain("hidden");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"s3://talks", "s3://talks/", "s3:///a.mp3", "S3://talks/a.mp3", "s3://Talks/a.mp3", "talks/a.mp3"
            })
    void readsNoAddressThatIsNone(String location) {
        assertThatThrownBy(() -> S3Address.parse(location)).isInstanceOf(RejectedException.class);
    }

    @Test
    void readsKeysAsTheyStandThere() {
        assertThat(S3Address.parse("s3://talks/a b?c#d%20e/f.mp3"))
                .isEqualTo(new S3Address("talks", "a b?c#d%20e/f.mp3"));
    }
}
