package io.scribestream.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.scribestream.notifier.deciding.Answer;
import io.scribestream.notifier.deciding.Answer.Kind;
import io.scribestream.notifier.deciding.Signer;
import io.scribestream.schemas.avro.Webhook;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CourierTest {

    private static final Signer SIGNER = Signer.of(List.of(SignerTest.NEW, SignerTest.OLD));
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private record Got(String method, String path, List<String> headers, String body) {}

    private final List<Got> got = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private Courier courier;
    private volatile HttpHandler answering = exchange -> exchange.sendResponseHeaders(204, -1);

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            got.add(read(exchange));
            answering.handle(exchange);
            exchange.close();
        });
        server.start();
        courier = courier(List.of("127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        over.countDown();
        courier.close();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void sendsWhatTheSpecificationSays() throws Exception {
        Answer answer = send(url("/hooks?a=b"));
        assertThat(answer).isEqualTo(Answer.of(204, Duration.ZERO));
        assertThat(answer.kind()).isEqualTo(Kind.TAKEN);
        assertThat(got)
                .containsExactly(new Got(
                        "POST",
                        "/hooks?a=b",
                        List.of(
                                "msg_1",
                                "1767225600",
                                SIGNER.sign("anna", "msg_1", NOW.getEpochSecond(), "{\"type\":\"ä\"}"),
                                "application/json; charset=UTF-8"),
                        "{\"type\":\"ä\"}"));
    }

    @ParameterizedTest
    @CsvSource({
        "200, TAKEN",
        "301, REFUSED",
        "400, REFUSED",
        "404, REFUSED",
        "408, AWAY",
        "410, GONE",
        "429, AWAY",
        "500, AWAY",
        "503, AWAY"
    })
    void knowsWhoseFaultAnAnswerIsAndFollowsNone(int status, Kind kind) throws Exception {
        answering = exchange -> {
            exchange.getResponseHeaders().set("Location", url("/elsewhere"));
            exchange.getResponseHeaders().set("Retry-After", "90");
            exchange.sendResponseHeaders(status, -1);
        };
        Answer answer = send(url("/hooks"));
        assertThat(answer.kind()).isEqualTo(kind);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.retryAfter()).isEqualTo(kind == Kind.AWAY ? Duration.ofSeconds(90) : Duration.ZERO);
        assertThat(got).extracting(Got::path).containsExactly("/hooks");
    }

    @Test
    void asksNobodyOnThisNetworkWhoIsNotNamed() throws Exception {
        try (Courier careful = courier(List.of())) {
            Answer answer = careful.send(webhook(url("/hooks"))).get(10, TimeUnit.SECONDS);
            assertThat(answer.kind()).isEqualTo(Kind.FORBIDDEN);
            assertThat(answer.message()).startsWith("the callback's address may not be asked");
            assertThat(careful.send(webhook("http://169.254.169.254/latest"))
                            .get(10, TimeUnit.SECONDS)
                            .kind())
                    .isEqualTo(Kind.FORBIDDEN);
        }
        assertThat(send("no address").kind()).isEqualTo(Kind.FORBIDDEN);
        assertThat(send("ftp://example.org/a").kind()).isEqualTo(Kind.FORBIDDEN);
        assertThat(got).isEmpty();
    }

    @Test
    void readsNoAnswerThatNeverEnds() throws Exception {
        answering = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] block = new byte[64 * 1024];
            while (true) {
                exchange.getResponseBody().write(block); // until nobody reads any more
            }
        };
        assertThat(send(url("/hooks")).kind()).isEqualTo(Kind.TAKEN);
    }

    @Test
    void waitsNoLongerThanItMay() throws Exception {
        answering = exchange -> await();
        long began = System.nanoTime();
        Answer answer = send(url("/hooks"));
        assertThat(answer.kind()).isEqualTo(Kind.AWAY);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(LONGEST, LONGEST.plusSeconds(5));
    }

    @Test
    void saysThatNobodyIsThere() throws Exception {
        server.stop(0);
        Answer answer = send(url("/hooks"));
        assertThat(answer.kind()).isEqualTo(Kind.AWAY);
        assertThat(answer.status()).isZero();
        assertThat(answer.message()).contains("does not answer");
    }

    private void await() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Answer send(String url) throws Exception {
        return courier.send(webhook(url)).get(20, TimeUnit.SECONDS);
    }

    private static Webhook webhook(String url) {
        return Webhook.newBuilder()
                .setWebhookId("msg_1")
                .setClient("anna")
                .setUrl(url)
                .setBody("{\"type\":\"ä\"}")
                .build();
    }

    private static Courier courier(List<String> allowed) {
        return new Courier(Notifier.guard(new NotifierConfig(SIGNER, allowed, 2)), SIGNER, 2, LONGEST, () -> NOW);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static Got read(HttpExchange exchange) throws IOException {
        List<String> headers = new ArrayList<>();
        for (String name : List.of("webhook-id", "webhook-timestamp", "webhook-signature", "Content-Type")) {
            headers.add(exchange.getRequestHeaders().getFirst(name));
        }
        return new Got(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                headers,
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }
}
