package io.scribestream.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpSchemaRegistryTest {

    private static final Schema TEXT = Schema.create(Schema.Type.STRING);
    private static final String REGISTERED = "{\"id\": 7}";

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<String> answers = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;

    /** Answers what the test laid down, each a status and a body; the last one again and again. */
    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders().getFirst("Authorization") + " "
                        + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                String answer = answers.size() > 1 ? answers.remove(0) : answers.get(0);
                byte[] body = answer.substring(4).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void registersOnceAndKnowsTheIdFromThenOn() {
        answers.add("200 " + REGISTERED);
        HttpSchemaRegistry registry = registry(url(""));
        assertThat(registry.register("a/b c", TEXT)).isEqualTo(7);
        assertThat(registry.register("a/b c", TEXT)).isEqualTo(7);
        assertThat(asked).containsExactly("POST /subjects/a%2Fb%20c/versions null {\"schema\":\"\\\"string\\\"\"}");
    }

    @Test
    void asksForASchemaOnceUnderThePathOfTheAddress() {
        answers.add("200 {\"schema\": \"\\\"string\\\"\"}");
        HttpSchemaRegistry registry = registry(url("/apis/ccompat/v7/"));
        assertThat(registry.byId(3)).isEqualTo(TEXT);
        assertThat(registry.byId(3)).isEqualTo(TEXT);
        assertThat(asked).containsExactly("GET /apis/ccompat/v7/schemas/ids/3 null ");
    }

    @Test
    void showsWhoItIs() {
        answers.add("200 " + REGISTERED);
        new HttpSchemaRegistry(List.of(url("")), RegistryLogin.basic("me:secret")).register("a", TEXT);
        new HttpSchemaRegistry(List.of(url("")), RegistryLogin.bearer("token")).register("a", TEXT);
        registry(URI.create(url("").toString().replace("//", "//me:secret@"))).register("a", TEXT);
        assertThat(asked.get(0)).contains(" Basic bWU6c2VjcmV0 ");
        assertThat(asked.get(1)).contains(" Bearer token ");
        assertThat(asked.get(2)).contains(" Basic bWU6c2VjcmV0 ");
        assertThat(RegistryLogin.bearer("token")).hasToString("Bearer ***");
    }

    @Test
    void triesAgainAfterAnErrorOfTheServer() {
        answers.addAll(List.of(
                "503 <html>busy</html>",
                "500 {\"error_code\": 50003, \"message\": \"no leader\"}",
                "200 " + REGISTERED));
        assertThat(registry(url("")).register("a", TEXT)).isEqualTo(7);
        assertThat(asked).hasSize(3);
    }

    @Test
    void asksTheNextAddressAndStaysWithTheOneThatAnswers() throws IOException {
        answers.add("200 " + REGISTERED);
        URI nobody = URI.create("http://127.0.0.1:" + freePort());
        HttpSchemaRegistry registry = registry(nobody, url(""));
        assertThat(registry.register("a", TEXT)).isEqualTo(7);
        assertThat(registry.register("b", TEXT)).isEqualTo(7);
    }

    @Test
    void isUnavailableWhereNobodyListens() throws IOException {
        URI nobody = URI.create("http://me:secret@127.0.0.1:" + freePort());
        assertThatThrownBy(() -> registry(nobody).byId(1))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageStartingWith("the schema registry at http://127.0.0.1:")
                .hasMessageNotContaining("secret");
    }

    @Test
    void saysWhenAnotherKindOfServerAnswers() {
        answers.add("200 {\"hello\": 1}");
        assertThatThrownBy(() -> registry(url("")).byId(1))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageEndingWith("answers, but not as a schema registry does");
    }

    @Test
    void isUnavailableWhenTheLoginIsRefused() {
        answers.add("401 {\"error_code\": 401, \"message\": \"Unauthorized\"}");
        assertThatThrownBy(() -> registry(url("")).register("a", TEXT))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageEndingWith("refused: Unauthorized");
    }

    @Test
    void doesNotAskTwiceAboutASchemaThatIsRefused() {
        answers.add("409 {\"error_code\": 409, \"message\": \"incompatible\"}");
        assertThatThrownBy(() -> registry(url("")).register("a", TEXT))
                .isInstanceOf(IncompatibleSchemaException.class)
                .hasMessage("incompatible");
        assertThat(asked).hasSize(1);
    }

    @Test
    void doesNotAskTwiceAboutAnIdThatIsUnknown() {
        answers.add("404 {\"error_code\": 40403, \"message\": \"Schema 9 not found\"}");
        assertThatThrownBy(() -> registry(url("")).byId(9))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessage("Schema 9 not found");
        assertThat(asked).hasSize(1);
    }

    @Test
    void doesNotTakeAMissingPathForAMissingSchema() {
        answers.add("404 {\"error_code\": 404, \"message\": \"HTTP 404 Not Found\"}");
        assertThatThrownBy(() -> registry(url("")).byId(9)).isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void endsAtOnceAndStaysInterruptedWhenItsThreadIs() {
        answers.add("500 {}");
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> new HttpSchemaRegistry(List.of(url(""))).byId(1))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageStartingWith("interrupted");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void refusesAnAddressThatIsNone() {
        assertThatThrownBy(() -> HttpSchemaRegistry.of("localhost:8081"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("http://host:8081");
        assertThatThrownBy(() -> HttpSchemaRegistry.of(" , ")).isInstanceOf(IllegalArgumentException.class);
    }

    private static HttpSchemaRegistry registry(URI... urls) {
        return new HttpSchemaRegistry(
                List.of(urls), RegistryLogin.NONE, HttpSchemaRegistry.patience(3, Duration.ofMillis(1)));
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** A port that somebody had and gave back. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
