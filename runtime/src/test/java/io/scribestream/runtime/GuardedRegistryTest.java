package io.scribestream.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.scribestream.schemas.registry.RegistryUnavailableException;
import io.scribestream.schemas.registry.SchemaRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GuardedRegistryTest {

    private static final Schema TEXT = Schema.create(Schema.Type.STRING);

    private final SteppingClock clock = new SteppingClock();
    private final Guards guards = new Guards(
            GuardConfig.from(Env.of(Map.of("SCRIBE_BREAKER_OPEN", "60s", "SCRIBE_RETRIES", "4"))), clock, clock::step);
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean away;
    private HttpServer server;
    private SchemaRegistry registry;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            byte[] body = "{\"id\": 7, \"schema\": \"\\\"string\\\"\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(away ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        registry = GuardedRegistry.of(
                List.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort())), guards);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void isAskedNoMoreOnceItsBreakerIsOpenAndAgainWhenItsTimeIsUp() {
        away = true;
        assertThatThrownBy(() -> registry.byId(7)).isInstanceOf(RegistryUnavailableException.class);
        assertThat(asked).as("with waits between").hasValue(5);
        assertThat(guards.state(GuardedRegistry.BREAKER)).isEqualTo(BreakerState.OPEN);

        assertThatThrownBy(() -> registry.byId(7))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("breaker of registry is open");
        assertThat(asked).hasValue(5);

        away = false;
        clock.step(Duration.ofSeconds(61));
        assertThat(registry.byId(7)).isEqualTo(TEXT);
        assertThat(registry.register("other", TEXT)).isEqualTo(7);
        assertThat(guards.state(GuardedRegistry.BREAKER)).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void isNotMissedByWhoAskedItBefore() {
        registry.byId(7);
        registry.register("known", TEXT);
        away = true;
        assertThatThrownBy(() -> registry.byId(8)).isInstanceOf(RegistryUnavailableException.class);
        assertThat(guards.state(GuardedRegistry.BREAKER)).isEqualTo(BreakerState.OPEN);

        assertThat(registry.byId(7)).isEqualTo(TEXT);
        assertThat(registry.register("known", TEXT)).isEqualTo(7);
    }

    @Test
    void waitsForAnAnswerThatComesLater() {
        away = true;
        Guards patient =
                new Guards(GuardConfig.from(Env.of(Map.of("SCRIBE_RETRIES", "4"))), clock, time -> away = false);
        SchemaRegistry waiting = GuardedRegistry.of(
                List.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort())), patient);

        assertThat(waiting.byId(7)).isEqualTo(TEXT);
        assertThat(asked).hasValue(2);
    }
}
