package io.scribestream.standalone.models;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/**
 * Fetches published models once into a folder. A fetch that breaks off goes on where it stopped, also in a later
 * process; a file appears under its name only after its sum was right.
 */
public final class ModelFetcher {

    private static final int BUFFER_BYTES = 1 << 20;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

    private final URI base;
    private final Retry retry;

    /** @param base the folder on the web that holds the files; ends with a slash */
    public ModelFetcher(URI base) {
        this.base = base;
        this.retry = Retry.of(
                "model-fetch",
                RetryConfig.custom()
                        .maxAttempts(4)
                        .intervalFunction(IntervalFunction.ofExponentialBackoff(Duration.ofMillis(250), 3))
                        .retryExceptions(UncheckedIOException.class)
                        .build());
    }

    /** Told how far a fetch is. */
    @FunctionalInterface
    public interface Progress {
        void at(KnownModel model, long bytesDone);
    }

    /**
     * The file of a model in the folder, fetched where it is not there.
     *
     * @throws EnvironmentException if it cannot be fetched or is not what was published
     */
    public Path fetch(KnownModel model, Path folder, Progress progress) {
        Path file = folder.resolve(model.fileName());
        Path part = folder.resolve(model.fileName() + ".part");
        try {
            Files.createDirectories(folder);
            try (FileChannel out = FileChannel.open(
                            part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                    FileLock lock = out.lock()) {
                if (Files.exists(file)) {
                    return file; // another process fetched it while we waited for the lock
                }
                HttpClient http = http();
                Retry.decorateRunnable(retry, () -> download(http, model, out, progress))
                        .run();
                check(model, part);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
                return file;
            }
        } catch (IOException | UncheckedIOException e) {
            throw new EnvironmentException(
                    Lack.MODEL_MISSING,
                    "the model '" + model.name() + "' could not be fetched from " + base.resolve(model.fileName())
                            + " ("
                            + reason(e) + "); run again to go on where it stopped, or fetch the file by other means and"
                            + " give its path with --model",
                    e);
        }
    }

    /** Made for a fetch only: what it needs for TLS takes a tenth of a second, and most models are here. */
    private static HttpClient http() {
        return HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
    }

    private void download(HttpClient http, KnownModel model, FileChannel out, Progress progress) {
        try {
            long have = out.size();
            if (have >= model.bytes()) {
                return;
            }
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(base.resolve(model.fileName())).timeout(ANSWER_TIMEOUT);
            if (have > 0) {
                request.header("Range", "bytes=" + have + "-");
            }
            HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                switch (response.statusCode()) {
                    case 206 -> out.position(have);
                    case 200 -> {
                        // The server knows no ranges: from the start.
                        out.truncate(0);
                        out.position(0);
                    }
                    default -> throw new IOException("the server answered " + response.statusCode());
                }
                copy(model, body, out, progress);
            }
            if (out.size() < model.bytes()) {
                throw new IOException("the connection ended after " + out.size() + " of " + model.bytes() + " bytes");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnvironmentException(
                    Lack.MODEL_MISSING, "interrupted while fetching the model '" + model.name() + "'", e);
        }
    }

    private static void copy(KnownModel model, InputStream body, FileChannel out, Progress progress)
            throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            progress.at(model, out.position());
            if (out.position() > model.bytes()) {
                throw new IOException("the file is larger than the " + model.bytes() + " bytes that were published");
            }
        }
    }

    private static void check(KnownModel model, Path part) throws IOException {
        String sum = sha256(part);
        if (!sum.equals(model.sha256())) {
            Files.delete(part);
            throw new EnvironmentException(
                    Lack.MODEL_INVALID,
                    "the model '" + model.name()
                            + "' that was fetched is not the one that was published: its SHA-256 is " + sum
                            + " and should be "
                            + model.sha256() + "; it was removed, so run again");
        }
    }

    /** SHA-256 of a file, lower-case hex. */
    public static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JVM has SHA-256", e);
        }
    }

    private static String reason(Exception e) {
        Throwable cause = e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }
}
