package io.scribestream.chunker.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.runtime.web.AddressGuard;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real server on loopback, under a name that the operator allows. */
class HttpFetcherTest {

    private static final byte[] SOUND = bytes(300_000);
    private static final long MOST = 400_000;

    @TempDir
    Path folder;

    private final List<@Nullable String> ranges = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger resolved = new AtomicInteger();
    private HttpServer server;
    private Spool spool;
    private HttpFetcher fetcher;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        spool = new Spool(folder);
        fetcher = fetcher(Duration.ofMinutes(1));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private HttpFetcher fetcher(Duration longest) {
        AddressGuard guard = new AddressGuard(List.of("files.test:" + port()), HttpFetcher::refused, host -> {
            if (!host.equals("files.test")) {
                throw new UnknownHostException(host);
            }
            resolved.incrementAndGet();
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        });
        return new HttpFetcher(guard, MOST, longest);
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private String address(String path) {
        return "http://files.test:" + port() + path;
    }

    private Spool.Slot fetch(String location) {
        Spool.Slot slot = spool.slot("job");
        fetcher.fetch(new Source(SourceKind.HTTP, location, "", -1L, ""), slot, () -> false);
        return slot;
    }

    private void serve(String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            ranges.add(exchange.getRequestHeaders().getFirst("Range"));
            try (exchange) {
                handler.handle(exchange);
            }
        });
    }

    private static void give(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    /** Half of the file, then the connection ends. */
    private static void breakOff(HttpExchange exchange, String tag) throws IOException {
        exchange.getResponseHeaders().add("ETag", tag);
        exchange.sendResponseHeaders(200, SOUND.length);
        exchange.getResponseBody().write(SOUND, 0, SOUND.length / 2);
        exchange.getResponseBody().flush();
        throw new IOException("the plug is pulled");
    }

    private void assertRefused(String location, Reason reason) {
        assertThatThrownBy(() -> fetch(location))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void fetchesAWholeFileAndAsksTheNameServiceOnce() throws IOException {
        serve("/a.mp3", exchange -> give(exchange, 200, SOUND));
        assertThat(Files.readAllBytes(fetch(address("/a.mp3")).file())).isEqualTo(SOUND);
        // A second answer could lead elsewhere than the one that was checked.
        assertThat(resolved).hasValue(1);
    }

    @Test
    void goesOnWhereTheConnectionBroke() throws IOException {
        serve("/a.mp3", exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            if (range == null) {
                breakOff(exchange, "\"v1\"");
                return;
            }
            assertThat(exchange.getRequestHeaders().getFirst("If-Range")).isEqualTo("\"v1\"");
            int from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes " + from + "-" + (SOUND.length - 1) + "/" + SOUND.length);
            give(exchange, 206, Arrays.copyOfRange(SOUND, from, SOUND.length));
        });
        assertThatThrownBy(() -> fetch(address("/a.mp3"))).isInstanceOf(UnavailableException.class);
        long had = spool.slot("job").bytes();
        assertThat(had).isPositive();
        assertThat(Files.readAllBytes(fetch(address("/a.mp3")).file())).isEqualTo(SOUND);
        assertThat(ranges).containsExactly(null, "bytes=" + had + "-");
    }

    @Test
    void beginsAnewWhereTheServerHasAnotherVersionByNow() throws IOException {
        byte[] other = bytes(1_000);
        serve("/a.mp3", exchange -> {
            if (exchange.getRequestHeaders().getFirst("Range") == null) {
                breakOff(exchange, "\"v1\"");
            } else {
                give(exchange, 200, other);
            }
        });
        assertThatThrownBy(() -> fetch(address("/a.mp3"))).isInstanceOf(UnavailableException.class);
        assertThat(Files.readAllBytes(fetch(address("/a.mp3")).file())).isEqualTo(other);
    }

    @Test
    void joinsNoPartsOfWhatHasNoNameForItsVersion() {
        serve("/a.mp3", exchange -> breakOff(exchange, "W/\"weak\""));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> fetch(address("/a.mp3"))).isInstanceOf(UnavailableException.class);
        }
        assertThat(ranges).containsExactly(null, null);
    }

    @Test
    void knowsThatAllIsThere() throws IOException {
        serve("/a.mp3", exchange -> {
            exchange.getResponseHeaders().add("Content-Range", "bytes */3");
            give(exchange, 416, new byte[0]);
        });
        Spool.Slot slot = spool.slot("job");
        slot.begin("\"v1\"");
        try (Spool.Writer out = slot.append()) {
            out.write(new byte[] {1, 2, 3}, 3);
        }
        assertThat(Files.readAllBytes(fetch(address("/a.mp3")).file())).containsExactly(1, 2, 3);
    }

    @Test
    void followsRedirectsThatLeadWhereItMayAsk() throws IOException {
        serve("/old", exchange -> {
            exchange.getResponseHeaders().add("Location", "/new");
            give(exchange, 302, new byte[0]);
        });
        serve("/new", exchange -> give(exchange, 200, SOUND));
        assertThat(Files.readAllBytes(fetch(address("/old")).file())).isEqualTo(SOUND);
    }

    @Test
    void followsNoRedirectToAnAddressThatItMayNotAsk() {
        AtomicInteger asked = new AtomicInteger();
        serve("/hidden", exchange -> {
            asked.incrementAndGet();
            give(exchange, 200, SOUND);
        });
        serve("/old", exchange -> {
            // the same server, by a name that nobody allowed
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:" + port() + "/hidden");
            give(exchange, 307, new byte[0]);
        });
        assertRefused(address("/old"), Reason.SOURCE_REFUSED);
        assertThat(asked).hasValue(0);
    }

    @Test
    void givesUpRedirectsThatGoInCircles() {
        serve("/round", exchange -> {
            exchange.getResponseHeaders().add("Location", "/round");
            give(exchange, 301, new byte[0]);
        });
        assertRefused(address("/round"), Reason.FETCH_FAILED);
    }

    @Test
    void whoseFaultItIsDecides() {
        serve("/gone", exchange -> give(exchange, 404, new byte[0]));
        serve("/secret", exchange -> give(exchange, 403, new byte[0]));
        serve("/busy", exchange -> give(exchange, 503, new byte[0]));
        serve("/slow-down", exchange -> give(exchange, 429, new byte[0]));
        assertRefused(address("/gone"), Reason.SOURCE_NOT_FOUND);
        assertRefused(address("/secret"), Reason.FETCH_FAILED);
        assertThatThrownBy(() -> fetch(address("/busy"))).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> fetch(address("/slow-down"))).isInstanceOf(UnavailableException.class);
    }

    @Test
    void takesNothingLargerThanTheLimitAnnouncedOrNot() {
        serve("/announced", exchange -> give(exchange, 200, bytes((int) MOST + 1)));
        serve("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] block = bytes(10_000);
            while (true) {
                exchange.getResponseBody().write(block);
            }
        });
        assertRefused(address("/announced"), Reason.TOO_LARGE);
        assertRefused(address("/endless"), Reason.TOO_LARGE);
        assertThat(spool.slot("job").bytes()).isLessThanOrEqualTo(MOST);
    }

    @Test
    void takesNoLongerThanItsTime() {
        fetcher = fetcher(Duration.ofNanos(1));
        serve("/a.mp3", exchange -> give(exchange, 200, SOUND));
        assertRefused(address("/a.mp3"), Reason.FETCH_FAILED);
    }

    @Test
    void stopsWhenItsJobIsOver() {
        serve("/a.mp3", exchange -> give(exchange, 200, SOUND));
        Spool.Slot slot = spool.slot("job");
        Source source = new Source(SourceKind.HTTP, address("/a.mp3"), "", -1L, "");
        assertThatThrownBy(() -> fetcher.fetch(source, slot, () -> true)).isInstanceOf(CancellationException.class);
        assertThat(slot.isWhole()).isFalse();
    }

    @Test
    void stopsAtOnceWhereAServerSaysNothingMore() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        AtomicBoolean cancelled = new AtomicBoolean();
        serve("/a.mp3", exchange -> {
            exchange.sendResponseHeaders(200, SOUND.length);
            exchange.getResponseBody().write(SOUND, 0, 1_000);
            exchange.getResponseBody().flush();
            cancelled.set(true);
            awaitUninterruptibly(over);
        });
        Source source = new Source(SourceKind.HTTP, address("/a.mp3"), "", -1L, "");
        Spool.Slot slot = spool.slot("job");

        // less than what is taken for silence
        assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertThatThrownBy(() -> fetcher.fetch(source, slot, cancelled::get))
                        .isInstanceOf(CancellationException.class));

        over.countDown();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        return bytes;
    }
}
