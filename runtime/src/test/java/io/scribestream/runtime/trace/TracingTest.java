package io.scribestream.runtime.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TracingTest {

    @Test
    void doesNothingWithoutAnEndpoint() {
        try (Tracing tracing = Tracing.start(Env.of(Map.of()), "test", "1")) {
            assertThat(Traces.on()).isFalse();
        }
    }

    @Test
    void refusesAnEndpointThatIsNoAddress() {
        Env env = Env.of(Map.of()).with(Setting.OTEL_EXPORTER_OTLP_ENDPOINT, "collector");

        assertThatThrownBy(() -> Tracing.start(env, "test", "1"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("OTEL_EXPORTER_OTLP_ENDPOINT is 'collector'");
        assertThat(Traces.on()).isFalse();
    }

    @Test
    void goesOnWithATraceAndSaysWhereItsOwnWorkBelongs() {
        // Nobody listens there: what cannot be sent holds nothing up.
        Env env = Env.of(Map.of()).with(Setting.OTEL_EXPORTER_OTLP_ENDPOINT, "http://127.0.0.1:1");
        Trace sent = Trace.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "vendor=1");
        try (Tracing tracing = Tracing.start(env, "test", "1")) {
            Trace mine = Traces.begin(sent, Instant.now()).trace();

            assertThat(mine.id()).isEqualTo(sent.id());
            assertThat(mine.parent()).isNotEqualTo(sent.parent());
            assertThat(mine.state()).isEqualTo("vendor=1");
            Trace first = Traces.begin(Trace.NONE, Instant.now()).trace();
            assertThat(first.isNone()).isFalse();
            assertThat(first.id()).isNotEqualTo(sent.id());
        }
        assertThat(Traces.on()).isFalse();
    }
}
