package io.scribestream.chunker.fetch.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3ConfigTest {

    @Test
    void readsNothingFromAnywhereUnlessTold() {
        S3Config config = S3Config.from(Env.of(Map.of()));

        assertThat(config.places()).isEmpty();
        assertThat(config.uploads()).isNull();
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
        "SCRIBE_UPLOAD_S3, talks/uploads"
    })
    void namesTheSettingThatIsWrong(String setting, String value) {
        assertThatThrownBy(() -> S3Config.from(Env.of(Map.of(setting, value))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(setting);
    }
}
