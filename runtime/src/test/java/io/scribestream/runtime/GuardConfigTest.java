package io.scribestream.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GuardConfigTest {

    @Test
    void hasADefaultForEverything() {
        assertThat(GuardConfig.from(Env.of(Map.of())))
                .isEqualTo(new GuardConfig(
                        5, Duration.ofSeconds(60), 3, 2, 5, Duration.ofSeconds(1), Duration.ofSeconds(60)));
    }

    @ParameterizedTest
    @CsvSource({
        "SCRIBE_BREAKER_FAILURES, 0",
        "SCRIBE_BREAKER_OPEN, 2h",
        "SCRIBE_BREAKER_TRIALS, none",
        "SCRIBE_BREAKER_SUCCESSES, 4",
        "SCRIBE_RETRIES, 21",
        "SCRIBE_RETRY_FIRST, 90s",
        "SCRIBE_RETRY_LONGEST, 0s"
    })
    void refusesAWrongValueByItsName(String setting, String value) {
        assertThatThrownBy(() -> GuardConfig.from(Env.of(Map.of(setting, value))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(setting, "'" + value + "'");
    }
}
