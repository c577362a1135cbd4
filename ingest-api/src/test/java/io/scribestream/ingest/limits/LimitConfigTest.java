package io.scribestream.ingest.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitConfigTest {

    @ParameterizedTest
    @CsvSource({
        "auto, '', false, false",
        "auto, '', true, true",
        "auto, redis://127.0.0.1:6379, false, true",
        "on, '', false, true",
        "off, redis://127.0.0.1:6379, true, false"
    })
    void limitsNobodyWhoDidNotAskForIt(String choice, String redis, boolean keys, boolean on) {
        Env env = Env.of(Map.of("SCRIBE_LIMITS", choice, "SCRIBE_REDIS_URL", redis));

        assertThat(LimitConfig.from(env, keys).on()).isEqualTo(on);
    }

    @Test
    void hasAnHourAndADayForEveryClass() {
        LimitConfig config = LimitConfig.from(Env.of(Map.of("SCRIBE_LIMIT_RESULT_DAY", "7")), false);

        assertThat(config.windows().values())
                .allSatisfy(
                        windows -> assertThat(windows).extracting(Window::name).containsExactly("hour", "day"));
        assertThat(config.windows(EndpointClass.TRANSCRIBE))
                .extracting(Window::limit)
                .containsExactly(100, 1000);
        assertThat(config.windows(EndpointClass.STATUS))
                .extracting(Window::limit)
                .containsExactly(1000, 10_000);
        assertThat(config.windows(EndpointClass.RESULT))
                .extracting(Window::limit)
                .containsExactly(500, 7);
    }

    @Test
    void hasALimitOfWaitingJobsAndOneOfAudio() {
        LimitConfig usual = LimitConfig.from(Env.of(Map.of()), false);
        LimitConfig said = LimitConfig.from(
                Env.of(Map.of("SCRIBE_LIMIT_WAITING_JOBS", "3", "SCRIBE_LIMIT_AUDIO_MINUTES_DAY", "60")), false);

        assertThat(usual.waitingJobs()).isEqualTo(200);
        assertThat(usual.audioMinutes()).isEqualTo(new Window("day", LimitConfig.KEPT, 6000));
        assertThat(said.waitingJobs()).isEqualTo(3);
        assertThat(said.audioMinutes().limit()).isEqualTo(60);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://:secret@here",
                "redis://:secret@here:no",
                "redis://:secret@",
                "redis://u:secret@here/x",
                "secret"
            })
    void refusesAnAddressThatIsNotOfRedisWithoutTellingWhatIsInIt(String address) {
        Env env = Env.of(Map.of("SCRIBE_REDIS_URL", address));

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> LimitConfig.from(env, false))
                .withMessageContaining("SCRIBE_REDIS_URL")
                .withMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "many", "1000001"})
    void refusesALimitThatIsNone(String limit) {
        Env env = Env.of(Map.of("SCRIBE_LIMIT_STATUS_HOUR", limit));

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> LimitConfig.from(env, false))
                .withMessageContaining("SCRIBE_LIMIT_STATUS_HOUR is '" + limit + "'");
    }
}
