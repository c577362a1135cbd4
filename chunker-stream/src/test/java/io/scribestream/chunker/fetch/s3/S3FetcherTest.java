package io.scribestream.chunker.fetch.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.scribestream.chunker.fetch.Spool;
import io.scribestream.objects.S3Connection;
import io.scribestream.objects.UploadPlace;
import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a store that fails in all the ways in which a real one does. */
class S3FetcherTest {

    private static final byte[] SOUND = bytes(300_000);
    private static final long MOST = 400_000;
    private static final UploadPlace UPLOADS = new UploadPlace("both", "uploads/");

    @TempDir
    Path folder;

    private final List<@Nullable String> ranges = Collections.synchronizedList(new ArrayList<>());
    private HttpServer store;
    private Spool spool;
    private S3Fetcher fetcher;

    @BeforeEach
    void start() throws IOException {
        store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store.start();
        spool = new Spool(folder);
        fetcher = fetcher(Duration.ofMinutes(1));
    }

    @AfterEach
    void stop() {
        fetcher.close();
        store.stop(0);
    }

    @Test
    void goesOnWhereTheConnectionBrokeOfTheSameVersionOnly() throws IOException {
        serve(exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            exchange.getResponseHeaders().add("ETag", "\"v1\"");
            if (range == null) {
                exchange.sendResponseHeaders(200, SOUND.length);
                exchange.getResponseBody().write(SOUND, 0, SOUND.length / 2);
                exchange.getResponseBody().flush();
                throw new IOException("the plug is pulled");
            }
            assertThat(exchange.getRequestHeaders().getFirst("If-Match")).isEqualTo("\"v1\"");
            int from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes " + from + "-" + (SOUND.length - 1) + "/" + SOUND.length);
            give(exchange, 206, Arrays.copyOfRange(SOUND, from, SOUND.length));
        });
        assertThatThrownBy(() -> fetch("s3://talks/a.mp3")).isInstanceOf(UnavailableException.class);
        long had = spool.slot("job").bytes();
        assertThat(had).isPositive();

        assertThat(Files.readAllBytes(fetch("s3://talks/a.mp3").file())).isEqualTo(SOUND);

        assertThat(ranges).containsExactly(null, "bytes=" + had + "-");
    }

    @Test
    void beginsAnewWhereTheStoreHasAnotherVersionByNow() throws IOException {
        has("\"old\"", 10);
        serve(exchange -> {
            if (exchange.getRequestHeaders().getFirst("If-Match") != null) {
                refuse(exchange, 412, "PreconditionFailed");
            } else {
                give(exchange, 200, SOUND);
            }
        });

        assertThatThrownBy(() -> fetch("s3://talks/a.mp3")).isInstanceOf(UnavailableException.class);

        assertThat(Files.readAllBytes(fetch("s3://talks/a.mp3").file())).isEqualTo(SOUND);
    }

    @ParameterizedTest
    @CsvSource({"3,true", "4,false"})
    void knowsWhetherAllIsThere(int bytes, boolean whole) throws IOException {
        has("\"v1\"", 3);
        serve(exchange -> {
            exchange.getResponseHeaders().add("ETag", "\"v1\"");
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().add("Content-Length", "" + bytes);
                exchange.sendResponseHeaders(200, -1);
            } else {
                refuse(exchange, 416, "InvalidRange");
            }
        });

        if (whole) {
            assertThat(fetch("s3://talks/a.mp3").file()).hasSize(3);
        } else {
            assertThatThrownBy(() -> fetch("s3://talks/a.mp3")).isInstanceOf(UnavailableException.class);
            assertThat(spool.slot("job").bytes()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "404, NoSuchKey, SOURCE_NOT_FOUND",
        "404, NoSuchBucket, SOURCE_NOT_FOUND",
        "403, AccessDenied, FETCH_FAILED",
        "403, InvalidObjectState, FETCH_FAILED",
        "400, InvalidRequest, FETCH_FAILED"
    })
    void tellsTheOwnerWhatIsHisFault(int status, String code, Reason reason) {
        serve(exchange -> refuse(exchange, status, code));

        assertThatThrownBy(() -> fetch("s3://talks/a.mp3"))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
        assertThat(ranges).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "500, InternalError",
        "503, SlowDown",
        "429, TooManyRequests",
        "403, SignatureDoesNotMatch",
        "403, InvalidAccessKeyId",
        "403, RequestTimeTooSkewed",
        "400, ExpiredToken"
    })
    void waitsForWhatIsTheStoresFaultOrOurs(int status, String code) {
        serve(exchange -> refuse(exchange, status, code));

        assertThatThrownBy(() -> fetch("s3://talks/a.mp3"))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining(code);
        // how often it is tried again is decided elsewhere
        assertThat(ranges).hasSize(1);
    }

    @Test
    void waitsForAStoreThatIsAway() {
        store.stop(0);

        assertThatThrownBy(() -> fetch("s3://talks/a.mp3")).isInstanceOf(UnavailableException.class);
    }

    @Test
    void readsFromNoPlaceThatTheSettingsDoNotName() {
        serve(exchange -> give(exchange, 200, SOUND));

        for (String location : List.of("s3://secrets/a.mp3", "s3://shared/private/a.mp3", "s3://talks2/a.mp3")) {
            assertThatThrownBy(() -> fetch(location))
                    .isInstanceOfSatisfying(
                            RejectedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SOURCE_REFUSED));
        }
        assertThat(ranges).isEmpty();
        assertThat(fetch("s3://shared/public/a.mp3").file()).hasSize(SOUND.length);
    }

    @Test
    void readsNoUploadThatAClientNamesAlsoInABucketOfSources() {
        serve(exchange -> give(exchange, 200, SOUND));

        assertThatThrownBy(() -> fetch("s3://both/uploads/1234"))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SOURCE_REFUSED));
        assertThat(ranges).isEmpty();
        assertThat(fetch("s3://both/a.mp3").file()).hasSize(SOUND.length);
    }

    @Test
    void fetchesAnUploadByItsNameAlone() {
        serve(exchange -> {
            assertThat(exchange.getRequestURI().getPath()).isEqualTo("/both/uploads/1234");
            give(exchange, 200, SOUND);
        });

        assertThat(fetchUpload("1234").file()).hasSize(SOUND.length);
    }

    @Test
    void fetchesNoUploadByANameThatLeadsElsewhere() {
        serve(exchange -> give(exchange, 200, SOUND));

        assertThatThrownBy(() -> fetchUpload("../secrets"))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SOURCE_NOT_FOUND));
        assertThat(ranges).isEmpty();
    }

    @Test
    void endsAJobWhoseUploadIsGone() {
        serve(exchange -> refuse(exchange, 404, "NoSuchKey"));

        assertThatThrownBy(() -> fetchUpload("1234")).isInstanceOfSatisfying(RejectedException.class, e -> {
            assertThat(e.reason()).isEqualTo(Reason.SOURCE_NOT_FOUND);
            assertThat(e).hasMessageContaining("send it again");
        });
    }

    /** An owner of a job can do nothing about any of these. */
    @ParameterizedTest
    @CsvSource({"404, NoSuchBucket", "403, AccessDenied", "403, SignatureDoesNotMatch", "503, SlowDown"})
    void waitsForAnUploadThatTheStoreDoesNotGiveNow(int status, String code) {
        serve(exchange -> refuse(exchange, status, code));

        assertThatThrownBy(() -> fetchUpload("1234"))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining(code);
    }

    @Test
    void takesNothingLargerThanTheLimitAndStopsWhenItsJobIsOver() {
        serve(exchange -> give(exchange, 200, bytes((int) MOST + 1)));
        assertThatThrownBy(() -> fetch("s3://talks/a.mp3"))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE));
        store.removeContext("/");
        serve(exchange -> give(exchange, 200, SOUND));
        Spool.Slot slot = spool.slot("job");
        assertThatThrownBy(() -> fetcher.fetch(source("s3://talks/a.mp3"), slot, () -> true))
                .isInstanceOf(CancellationException.class);
        assertThat(slot.isWhole()).isFalse();
    }

    @Test
    void takesNoLongerThanItsTime() {
        fetcher.close();
        fetcher = fetcher(Duration.ofNanos(1));
        serve(exchange -> give(exchange, 200, SOUND));
        assertThatThrownBy(() -> fetch("s3://talks/a.mp3"))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FETCH_FAILED));
    }

    @Test
    void hasABreakerForEachBucketOfEachStore() {
        assertThat(fetcher.host(source("s3://talks/a.mp3")))
                .isEqualTo(fetcher.host(source("s3://talks/b.mp3")))
                .isNotEqualTo(fetcher.host(source("s3://shared/a.mp3")))
                .contains("talks", Integer.toString(store.getAddress().getPort()));
    }

    private S3Fetcher fetcher(Duration longest) {
        URI endpoint = URI.create("http://127.0.0.1:" + store.getAddress().getPort());
        S3Config config = new S3Config(
                List.of("talks", "shared/public/", "both"),
                UPLOADS,
                new S3Connection(endpoint, null, true, new S3Connection.Credentials("key", "secret")));
        return new S3Fetcher(config, MOST, longest);
    }

    private Spool.Slot fetch(String location) {
        Spool.Slot slot = spool.slot("job");
        fetcher.fetch(source(location), slot, () -> false);
        return slot;
    }

    private Spool.Slot fetchUpload(String name) {
        Spool.Slot slot = spool.slot("job");
        new UploadFetcher(fetcher, UPLOADS).fetch(new Source(SourceKind.UPLOAD, name, "", -1L, ""), slot, () -> false);
        return slot;
    }

    private static Source source(String location) {
        return new Source(SourceKind.S3, location, "", -1L, "");
    }

    /** What an earlier try left. */
    private void has(String version, int bytes) {
        Spool.Slot slot = spool.slot("job");
        slot.begin(version);
        try (Spool.Writer out = slot.append()) {
            out.write(SOUND, bytes);
        }
    }

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private void serve(Answer answer) {
        store.createContext("/", exchange -> {
            if (exchange.getRequestMethod().equals("GET")) {
                ranges.add(exchange.getRequestHeaders().getFirst("Range"));
            }
            try (exchange) {
                answer.to(exchange);
            }
        });
    }

    private static void give(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/xml");
        give(
                exchange,
                status,
                ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + code
                                + "</Code><Message>no</Message></Error>")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        return bytes;
    }
}
