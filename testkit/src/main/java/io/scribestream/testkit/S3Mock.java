package io.scribestream.testkit;

import io.scribestream.runtime.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** Adobe's S3Mock, a server that speaks S3 and takes any credentials, in a process of its own. */
public final class S3Mock implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int LISTINGS = 50;
    private static final Pattern KEY = Pattern.compile("<Key>([^<]*)</Key>");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final URI endpoint;

    private S3Mock(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /**
     * Returns when it answers.
     *
     * @param folder for its log and its objects
     */
    public static S3Mock start(Path folder) throws IOException, InterruptedException {
        int port = FreePorts.any();
        Files.createDirectories(folder);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + folder,
                        "-jar",
                        Repository.file("testkit/target/s3mock/s3mock.jar").toString(),
                        "--http.port=" + port,
                        "--server.port=" + FreePorts.any())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("s3mock.log").toFile())
                .start();
        S3Mock mock = new S3Mock(process, URI.create("http://127.0.0.1:" + port));
        try {
            mock.await();
            return mock;
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            mock.close();
            throw e;
        }
    }

    public URI endpoint() {
        return endpoint;
    }

    public void bucket(String name) throws IOException, InterruptedException {
        put("/" + name, BodyPublishers.noBody());
    }

    /** @param path {@code /bucket/key} */
    public void object(String path, byte[] bytes) throws IOException, InterruptedException {
        put(path, BodyPublishers.ofByteArray(bytes));
    }

    /** The keys of all objects in a bucket. */
    public List<String> keys(String bucket) throws IOException, InterruptedException {
        URI list = endpoint.resolve("/" + bucket + "?list-type=2");
        HttpResponse<String> answer = get(list);
        // It answers so where an object that it lists is removed meanwhile: it reads the notes of each.
        for (int again = 0; answer.statusCode() == 500 && again < LISTINGS; again++) {
            Thread.sleep(LOOK.toMillis());
            answer = get(list);
        }
        if (answer.statusCode() != 200) {
            throw new AssertionError("S3Mock answers " + answer.statusCode() + " about " + bucket);
        }
        return KEY.matcher(answer.body()).results().map(key -> key.group(1)).toList();
    }

    private HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }

    private void put(String path, BodyPublisher body) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(endpoint.resolve(path)).PUT(body).build(), BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new AssertionError("S3Mock answers " + answer.statusCode() + " to " + path + ": " + answer.body());
        }
    }

    private void await() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new AssertionError("S3Mock does not answer at " + endpoint);
            }
            Thread.sleep(LOOK.toMillis());
        }
    }

    private boolean answers() throws InterruptedException {
        try {
            return client.send(HttpRequest.newBuilder(endpoint).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false; // not yet
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
