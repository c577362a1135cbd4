package io.scribestream.chunker.fetch.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.scribestream.chunker.fetch.HttpFetcher;
import io.scribestream.chunker.fetch.Spool;
import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.runtime.web.AddressGuard;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With a program in yt-dlp's place that does what a test says, in a shell. */
class PageFetcherTest {

    private static final long MOST = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private HttpServer server;
    private AddressGuard guard;
    private Spool spool;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        serve("/watch", "text/html; charset=utf-8", "\n<!doctype html><title>A talk</title>");
        guard = new AddressGuard(List.of("127.0.0.1:" + port()), HttpFetcher::refused);
        spool = new Spool(folder.resolve("spool"));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void fetchesTheRecordingThatAPageShows() throws Exception {
        PageFetcher fetcher = fetcher(program("printf sound > page-media"));

        assertThat(fetch(fetcher, "/watch?v=1").file()).hasContent("sound");
    }

    @Test
    void asksNobodyAboutWhatIsNoPage() throws Exception {
        serve("/a.mp3", "text/html", "ID3 whatever the server calls it");
        serve("/b.svg", "audio/mpeg", "<sound>");
        PageFetcher fetcher = fetcher(program("exit 1"));

        assertThat(fetch(fetcher, "/a.mp3").file()).hasContent("ID3 whatever the server calls it");
        assertThat(fetch(fetcher, "/b.svg").file()).hasContent("<sound>");
    }

    @Test
    void saysInOneSentenceWhatIsMissing() {
        assertThatThrownBy(() -> fetch(fetcher(null), "/watch")).isInstanceOfSatisfying(RejectedException.class, e -> {
            assertThat(e.reason()).isEqualTo(Reason.UNREADABLE_AUDIO);
            assertThat(e).hasMessageContaining("web page").hasMessageContaining("yt-dlp");
        });
    }

    @Test
    void givesTheProgramAnAddressThatIsNoOptionAndNothingOfOurs() throws Exception {
        Path seen = folder.resolve("seen");
        PageFetcher fetcher = fetcher(
                program("{ for a in \"$@\"; do echo \"$a\"; done; env; pwd; } > " + seen + "; printf x > page-media"));

        Spool.Slot slot = fetch(fetcher, "/watch?v=--exec%20rm");

        String said = Files.readString(seen);
        assertThat(said)
                .contains("--ignore-config\n", "--no-exec\n", "--no-cookies\n", "--max-filesize\n" + MOST + "\n")
                .contains("--\nhttp://127.0.0.1:" + port() + "/watch?v=--exec%20rm\n")
                .containsPattern("--proxy\nhttp://127.0.0.1:\\d+\n")
                .containsPattern("(?m)^https_proxy=http://127.0.0.1:\\d+$")
                .contains("HOME=" + slot.workplace() + "\n");
        assertThat(said.lines()
                        .filter(line -> line.matches("[A-Za-z_]+=.*"))
                        .map(line -> line.substring(0, line.indexOf('='))))
                .isSubsetOf(
                        "PATH",
                        "HOME",
                        "XDG_CONFIG_HOME",
                        "LANG",
                        "PYTHONDONTWRITEBYTECODE",
                        "http_proxy",
                        "https_proxy",
                        "all_proxy",
                        "PWD",
                        "OLDPWD",
                        "SHLVL",
                        "_");
    }

    @ParameterizedTest
    @CsvSource({
        "'ERROR: [generic] Unsupported URL: http://x', FETCH_FAILED",
        "'ERROR: [youtube] abc: Private video. Sign in if you may see it', FETCH_FAILED",
        "'ERROR: unable to download video data: HTTP Error 403: Forbidden', FETCH_FAILED",
        "'[download] File is larger than max-filesize (20 > 10). Aborting.', TOO_LARGE",
        "'[download] does not pass filter (!is_live), skipping ..', FETCH_FAILED"
    })
    void tellsTheOwnerWhatIsWrongWithThePage(String said, Reason reason) throws Exception {
        PageFetcher fetcher = fetcher(program("echo '" + said + "'; exit 1"));

        assertThatThrownBy(() -> fetch(fetcher, "/watch"))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @ParameterizedTest
    @CsvSource({
        "ERROR: [generic] Unable to download webpage: HTTP Error 503: Service Unavailable",
        "ERROR: [youtube] abc: HTTP Error 429: Too Many Requests",
        "ERROR: Unable to download webpage: timed out",
        "ERROR: Unable to download webpage: Tunnel connection failed: 502 Bad Gateway"
    })
    void waitsForWhatPasses(String said) throws Exception {
        PageFetcher fetcher = fetcher(program("echo '" + said + "'; exit 1"));

        assertThatThrownBy(() -> fetch(fetcher, "/watch")).isInstanceOf(UnavailableException.class);
    }

    @Test
    void endsTheProgramAndAllThatItStartedWithTheJob() throws Exception {
        Path pids = folder.resolve("pids");
        PageFetcher fetcher = fetcher(program("sleep 600 & echo $! $$ > " + pids + "; wait"));

        assertThatThrownBy(() ->
                        fetcher.fetch(source("/watch"), spool.slot("job"), () -> Files.exists(pids) && size(pids) > 0))
                .isInstanceOf(CancellationException.class);

        for (String pid : Files.readString(pids).strip().split(" ")) {
            await(() -> !ProcessHandle.of(Long.parseLong(pid))
                    .map(ProcessHandle::isAlive)
                    .orElse(false));
        }
        spool.remove("job");
        assertThat(folder.resolve("spool")).isEmptyDirectory();
    }

    @Test
    void endsTheProgramWhenItTakesTooLong() throws Exception {
        YtDlp program = new YtDlp(program("sleep 600"), guard, MOST, Duration.ofMillis(300));
        PageFetcher fetcher = new PageFetcher(web(), program);

        assertThatThrownBy(() -> fetch(fetcher, "/watch"))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FETCH_FAILED));
    }

    @Test
    void endsTheProgramWhenItWritesMoreThanItMay() throws Exception {
        PageFetcher fetcher = fetcher(program("head -c 20000 /dev/zero > page-media.part; sleep 600"));

        assertThatThrownBy(() -> fetch(fetcher, "/watch"))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE));
    }

    @Test
    void refusesWhereThePageLeadsToAnAddressThatMayNotBeAsked() throws Exception {
        // the request that yt-dlp would send for a playlist that names the machine's own services
        PageFetcher fetcher = fetcher(program("port=${http_proxy##*:}; exec 3<>/dev/tcp/127.0.0.1/$port;"
                + " printf 'GET http://127.0.0.1:9/secret HTTP/1.1\\r\\n\\r\\n' >&3; head -1 <&3;"
                + " echo 'ERROR: HTTP Error 403: Forbidden'; exit 1"));

        assertThatThrownBy(() -> fetch(fetcher, "/watch"))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SOURCE_REFUSED));
    }

    private PageFetcher fetcher(@Nullable Path program) {
        return new PageFetcher(web(), program == null ? null : new YtDlp(program, guard, MOST, Duration.ofMinutes(1)));
    }

    private HttpFetcher web() {
        return new HttpFetcher(guard, MOST, Duration.ofMinutes(1));
    }

    private Path program(String script) throws IOException {
        Path program = folder.resolve("yt-dlp");
        Files.writeString(program, "#!/usr/bin/env bash\n" + script + "\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private Spool.Slot fetch(PageFetcher fetcher, String path) {
        Spool.Slot slot = spool.slot("job" + path.hashCode());
        fetcher.fetch(source(path), slot, () -> false);
        return slot;
    }

    private Source source(String path) {
        return new Source(SourceKind.HTTP, "http://127.0.0.1:" + port() + path, "", -1L, "");
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private void serve(String path, String type, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().add("Content-Type", type);
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            Thread.sleep(10);
        }
    }
}
