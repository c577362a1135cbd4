package io.scribestream.chunker.fetch.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.scribestream.chunker.fetch.Spool;
import io.scribestream.objects.S3Connection;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3CancelTest {

    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicBoolean cancelled = new AtomicBoolean();

    @Test
    void stopsAtOnceWhereAStoreSaysNothingMore(@TempDir Path folder) throws Exception {
        stopsAtOnce(folder, exchange -> {
            exchange.getResponseHeaders().add("ETag", "\"v1\"");
            exchange.sendResponseHeaders(200, 300_000);
            exchange.getResponseBody().write(new byte[1_000]);
            exchange.getResponseBody().flush();
            cancelled.set(true);
            awaitTheEnd();
        });
    }

    @Test
    void stopsAtOnceWhereAStoreSaysNothingAtAll(@TempDir Path folder) throws Exception {
        stopsAtOnce(folder, exchange -> {
            cancelled.set(true);
            awaitTheEnd();
        });
    }

    private void stopsAtOnce(Path folder, HttpHandler handler) throws Exception {
        HttpServer store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store.createContext("/", handler);
        store.start();
        S3Config config = new S3Config(
                List.of("talks"),
                null,
                new S3Connection(
                        URI.create("http://127.0.0.1:" + store.getAddress().getPort()),
                        null,
                        true,
                        new S3Connection.Credentials("key", "secret")));
        Spool.Slot slot = new Spool(folder).slot("job");
        try (S3Fetcher fetcher = new S3Fetcher(config, 400_000, Duration.ofMinutes(1))) {
            Source source = new Source(SourceKind.S3, "s3://talks/a.mp3", "", -1L, "");

            // less than what is taken for silence
            assertTimeoutPreemptively(
                    Duration.ofSeconds(20), () -> assertThatThrownBy(() -> fetcher.fetch(source, slot, cancelled::get))
                            .isInstanceOf(CancellationException.class));

            assertThat(slot.isWhole()).isFalse();
        } finally {
            over.countDown();
            store.stop(0);
        }
    }

    private void awaitTheEnd() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
