package io.scribestream.chunker.fetch.page;

import io.scribestream.chunker.fetch.Spool;
import io.scribestream.chunker.fetch.Transfer;
import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.runtime.web.AddressGuard;
import io.scribestream.schemas.Reason;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * yt-dlp, run once for each page, in the slot of its job. It reads no configuration, gets no cookies and none of this
 * process's environment, and reaches the network through a {@link GuardedProxy} alone. It ends with its job, and with all
 * that it started.
 */
public final class YtDlp {

    private static final Logger LOG = LoggerFactory.getLogger(YtDlp.class);
    private static final Duration LOOK = Duration.ofMillis(200);

    /** Without an extension in it, so that the file is called so whatever comes. */
    private static final String MEDIA = "page-media";

    private static final String SAID = "page-log";

    private final Path program;
    private final AddressGuard guard;
    private final Transfer transfer;

    /**
     * @param maxBytes largest recording
     * @param longest time for one page
     */
    public YtDlp(Path program, AddressGuard guard, long maxBytes, Duration longest) {
        this.program = program;
        this.guard = guard;
        this.transfer = new Transfer(maxBytes, longest);
    }

    /**
     * Fetches the one recording that a page shows. What came of it in an earlier try is gone on with.
     *
     * @throws CancellationException if it was cancelled
     * @throws RejectedException if the page shows none, or none that can or may be fetched
     * @throws UnavailableException if it cannot be fetched now
     */
    void download(URI page, Spool.Slot slot, BooleanSupplier cancelled) {
        BooleanSupplier stopped = transfer.until(cancelled);
        Path folder = slot.workplace();
        try (GuardedProxy proxy = GuardedProxy.start(guard)) {
            int exit = run(page, folder, proxy.port(), stopped);
            Path media = folder.resolve(MEDIA);
            if (exit != 0 || !Files.isRegularFile(media)) {
                throw failure(YtDlpWords.read(folder.resolve(SAID)), proxy.refusal());
            }
            transfer.requireSize(Files.size(media));
            slot.adopt(media);
        } catch (IOException e) {
            throw new UnavailableException("yt-dlp cannot be run: " + e.getMessage(), e);
        }
    }

    private int run(URI page, Path folder, int proxy, BooleanSupplier stopped) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(page, proxy))
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(
                        Files.createTempFile(folder, "nothing", "").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(SAID).toFile());
        Map<String, String> environment = builder.environment();
        String path = environment.getOrDefault("PATH", "");
        environment.clear();
        environment.putAll(environment(path, folder, proxy));
        Process process = builder.start();
        try {
            while (!process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                if (stopped.getAsBoolean()) {
                    throw new CancellationException("fetching was stopped");
                }
                transfer.requireSize(written(folder));
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("fetching was interrupted");
        } finally {
            end(process);
        }
    }

    private List<String> command(URI page, int proxy) {
        return List.of(
                program.toString(),
                "--ignore-config",
                "--no-cache-dir",
                "--no-cookies",
                "--no-exec",
                "--no-playlist",
                "--playlist-items",
                "1",
                "--match-filter",
                "!is_live & !is_upcoming",
                "--format",
                "bestaudio/best",
                "--fixup",
                "never",
                "--downloader",
                "native",
                "--max-filesize",
                Long.toString(transfer.maxBytes()),
                "--socket-timeout",
                "30",
                "--retries",
                "3",
                "--no-progress",
                "--no-mtime",
                "--proxy",
                "http://127.0.0.1:" + proxy,
                "--output",
                MEDIA,
                // whatever the address looks like, it is none of the options
                "--",
                page.toString());
    }

    /** What it starts itself is to go through the proxy too. */
    private static Map<String, String> environment(String path, Path folder, int proxy) {
        String address = "http://127.0.0.1:" + proxy;
        return Map.of(
                "PATH",
                path,
                "HOME",
                folder.toString(),
                "XDG_CONFIG_HOME",
                folder.toString(),
                "LANG",
                "C.UTF-8",
                "PYTHONDONTWRITEBYTECODE",
                "1",
                "http_proxy",
                address,
                "https_proxy",
                address,
                "all_proxy",
                address);
    }

    private static long written(Path folder) throws IOException {
        long bytes = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, MEDIA + "*")) {
            for (Path file : files) {
                bytes += size(file);
            }
        }
        return bytes;
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0; // it was renamed
        }
    }

    private static void end(Process process) {
        List<ProcessHandle> started = process.descendants().toList();
        process.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
    }

    private static RuntimeException failure(YtDlpWords said, Optional<String> refusal) {
        LOG.atInfo().addKeyValue("reason", said.error()).log("yt-dlp fetched nothing");
        if (refusal.isPresent()) {
            return new RejectedException(Reason.SOURCE_REFUSED, refusal.get());
        }
        if (said.isTooLarge()) {
            return new RejectedException(
                    Reason.TOO_LARGE, "The recording on the page has more bytes than allowed; send the sound alone.");
        }
        if (said.isPassing()) {
            return new UnavailableException("yt-dlp cannot fetch the page now: " + said.error());
        }
        return new RejectedException(
                Reason.FETCH_FAILED,
                said.error().isEmpty()
                        ? "The page shows no recording that is complete; upload the file instead."
                        : "The page's recording cannot be fetched (%s); upload the file instead."
                                .formatted(said.error()));
    }
}
