package io.scribestream.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessConfigTest {

    @ParameterizedTest
    @CsvSource({
        "auto, 127.0.0.1, false",
        "auto, localhost, false",
        "auto, ::1, false",
        "auto, 0.0.0.0, true",
        "auto, '::', true",
        "auto, 192.0.2.7, true",
        "on, 127.0.0.1, true",
        "off, 0.0.0.0, false"
    })
    void asksForKeysWhereverOthersCanReachItUnlessTold(String choice, String host, boolean on) {
        Env env = Env.of(Map.of("SCRIBE_AUTH", choice, "SCRIBE_HTTP_HOST", host));

        assertThat(AccessConfig.from(env).on()).isEqualTo(on);
    }

    @Test
    void refusesWhatIsNoChoice() {
        Env env = Env.of(Map.of("SCRIBE_AUTH", "maybe"));

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> AccessConfig.from(env))
                .withMessageContaining("SCRIBE_AUTH is 'maybe'");
    }
}
