package io.scribestream.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3ConnectionTest {

    @Test
    void leavesToTheSdkWhatNobodySays() {
        S3Connection connection = S3Connection.from(Env.of(Map.of()));

        assertThat(connection.endpoint()).isNull();
        assertThat(connection.region()).isNull();
        assertThat(connection.credentials()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "SCRIBE_S3_ENDPOINT, minio:9000",
        "SCRIBE_S3_PATH_STYLE, yes",
        "SCRIBE_S3_ACCESS_KEY, alone",
        "SCRIBE_S3_SECRET_KEY, alone"
    })
    void namesTheSettingThatIsWrong(String setting, String value) {
        assertThatThrownBy(() -> S3Connection.from(Env.of(Map.of(setting, value))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(setting);
    }

    @Test
    void keepsTheSecretToItself() {
        assertThat(new S3Connection.Credentials("key", "hidden")).asString().doesNotContain("hidden");
    }
}
