package io.scribestream.standalone.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.scribestream.runtime.EnvironmentException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFetcherTest {

    private static final byte[] CONTENT = "these are no weights, but bytes with a sum".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private boolean breaksOff;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void fetchesOnceAndSaysHowFarItIs() {
        List<Long> told = new ArrayList<>();

        Path file = fetcher().fetch(model(), folder, (model, done) -> told.add(done));
        fetcher().fetch(model(), folder, (model, done) -> told.add(done));

        assertThat(file).hasBinaryContent(CONTENT);
        assertThat(told).last().isEqualTo((long) CONTENT.length);
        assertThat(ranges).hasSize(1);
    }

    @Test
    void goesOnWhereAnotherRunStopped() throws IOException {
        Files.write(folder.resolve(model().fileName() + ".part"), Arrays.copyOf(CONTENT, 10));

        Path file = fetcher().fetch(model(), folder, (model, done) -> {});

        assertThat(file).hasBinaryContent(CONTENT);
        assertThat(ranges).containsExactly("bytes=10-");
    }

    @Test
    void goesOnByItselfWhenTheConnectionBreaksOff() {
        breaksOff = true;

        Path file = fetcher().fetch(model(), folder, (model, done) -> {});

        assertThat(file).hasBinaryContent(CONTENT);
        assertThat(ranges).hasSizeGreaterThan(1);
    }

    @Test
    void keepsNothingThatHasAnotherSum() {
        KnownModel other = new KnownModel("other", CONTENT.length, "0".repeat(64));

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> fetcher().fetch(other, folder, (model, done) -> {}))
                .withMessageContaining("not the one that was published");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void saysWhatToDoWithoutANetwork() {
        ModelFetcher offline = new ModelFetcher(URI.create("http://127.0.0.1:1/"));

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> offline.fetch(model(), folder, (model, done) -> {}))
                .withMessageContaining("could not be fetched from http://127.0.0.1:1/ggml-test.bin")
                .withMessageContaining("--model");
    }

    private ModelFetcher fetcher() {
        return new ModelFetcher(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"));
    }

    private KnownModel model() {
        try {
            Path copy = Files.write(folder.resolveSibling("content-" + folder.getFileName()), CONTENT);
            return new KnownModel("test", CONTENT.length, ModelFetcher.sha256(copy));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String range = Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Range"), "");
        ranges.add(range);
        int from = range.isEmpty() ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        exchange.sendResponseHeaders(range.isEmpty() ? 200 : 206, CONTENT.length - from);
        int length = breaksOff ? Math.min(12, CONTENT.length - from) : CONTENT.length - from;
        exchange.getResponseBody().write(CONTENT, from, length);
        exchange.close();
    }
}
