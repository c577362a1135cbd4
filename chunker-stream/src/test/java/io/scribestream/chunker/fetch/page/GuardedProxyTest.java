package io.scribestream.chunker.fetch.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.scribestream.chunker.fetch.HttpFetcher;
import io.scribestream.runtime.web.AddressGuard;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedProxyTest {

    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;
    private GuardedProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            byte[] body = (exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                            + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8);
            try (exchange) {
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        proxy = GuardedProxy.start(
                new AddressGuard(List.of("127.0.0.1:" + server.getAddress().getPort()), HttpFetcher::refused));
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.stop(0);
    }

    @Test
    void passesOnWhatMayBeAsked() throws Exception {
        HttpResponse<String> answer = client().send(
                        HttpRequest.newBuilder(address("127.0.0.1", "/a?b=c%20d"))
                                .POST(HttpRequest.BodyPublishers.ofString("body"))
                                .build(),
                        BodyHandlers.ofString());

        assertThat(answer.body()).isEqualTo("POST /a?b=c%20d body");
        assertThat(proxy.refusal()).isEmpty();
    }

    @Test
    void tunnelsToWhereItMay() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", proxy.port())) {
            send(socket, "CONNECT 127.0.0.1:" + server.getAddress().getPort() + " HTTP/1.1\r\n\r\n");
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(in.readLine()).contains(" 200 ");
            assertThat(in.readLine()).isEmpty();
            send(socket, "GET /inside HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(in.readLine()).contains(" 200 ");
        }
    }

    /** The same server, by names that nobody allowed, and others that nobody may reach. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONNECT localhost:%d",
                "CONNECT 169.254.169.254:80",
                "CONNECT [::1]:443",
                "GET http://localhost:%d/"
            })
    void refusesTheRest(String request) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", proxy.port())) {
            send(socket, request.formatted(server.getAddress().getPort()) + " HTTP/1.1\r\n\r\n");
            assertThat(new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                            .readLine())
                    .contains(" 403 ");
        }
        assertThat(asked).hasValue(0);
        assertThat(proxy.refusal()).isPresent();
    }

    @Test
    void isNobodysAfterItsEnd() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", proxy.port())) {
            send(socket, "CONNECT 127.0.0.1:" + server.getAddress().getPort() + " HTTP/1.1\r\n\r\n");
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(in.readLine()).contains(" 200 ");
            in.readLine();

            proxy.close();

            assertThatThrownBy(() -> {
                        send(socket, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
                        if (in.readLine() == null) {
                            throw new IOException("closed");
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (answers()) {
            assertThat(System.nanoTime()).as("it takes connections still").isLessThan(deadline);
            Thread.sleep(10);
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket("127.0.0.1", proxy.port())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private HttpClient client() {
        return HttpClient.newBuilder()
                .proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", proxy.port())))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    private URI address(String host, String path) {
        return URI.create("http://" + host + ":" + server.getAddress().getPort() + path);
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
}
