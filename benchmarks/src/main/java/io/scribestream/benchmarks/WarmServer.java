package io.scribestream.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.scribestream.runtime.Wire;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.JobFailure;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.schemas.registry.HttpSchemaRegistry;
import io.scribestream.standalone.Jobs;
import io.scribestream.testkit.Repository;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code scribe serve} in a process of its own, asked by HTTP; what the engine took is read from the topic of events. */
final class WarmServer implements AutoCloseable {

    private static final String JOBS = "/api/v1/transcriptions";
    private static final String BOUNDARY = "a-line-that-no-recording-holds";
    private static final Duration LOOK = Duration.ofMillis(5);
    private static final Pattern SERVES = Pattern.compile("serving at (http://\\S+)");
    private static final Pattern MEETS = Pattern.compile("broker (\\S+), schema registry (\\S+)");
    private static final Path LOG = Repository.file("benchmarks").resolve("target/serve.log");
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int NOT_YET = 409;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final URI url;
    private final Jobs events;
    private final Engine engine = new Engine();

    private WarmServer(Process process, URI url, Jobs events) {
        this.process = process;
        this.url = url;
        this.events = events;
        events.catchUp(engine);
    }

    static WarmServer start(Path data) throws IOException {
        Process process = new ProcessBuilder(
                        Repository.file("scribe").toString(),
                        "serve",
                        "--port",
                        "0",
                        "--kafka-port",
                        "0",
                        "--registry-port",
                        "0",
                        "--data",
                        data.toString())
                .redirectErrorStream(true)
                .start();
        try {
            BufferedReader said = process.inputReader();
            URI url = URI.create(await(SERVES, said).group(1));
            Matcher cluster = await(MEETS, said);
            keep(said);
            return new WarmServer(
                    process, url, new Jobs(cluster.group(1), new Wire(HttpSchemaRegistry.of(cluster.group(2)))));
        } catch (IOException | RuntimeException e) {
            process.destroy();
            throw e;
        }
    }

    URI url() {
        return url;
    }

    /** Of all its processes. */
    long residentMegabytes() {
        return ApiLoad.residentMegabytes(process);
    }

    /** From sending a file to holding its text; what the engine took of it. */
    WarmJvm.Timing transcribe(Path file) throws IOException, InterruptedException {
        long start = System.nanoTime();
        String id = submit(file);
        HttpRequest result = HttpRequest.newBuilder(url.resolve(JOBS + "/" + id + "/result?format=txt"))
                .build();
        HttpResponse<String> answer = http.send(result, HttpResponse.BodyHandlers.ofString());
        while (answer.statusCode() == NOT_YET) {
            events.poll(LOOK, engine);
            answer = http.send(result, HttpResponse.BodyHandlers.ofString());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        require(answer, OK);
        while (!engine.tookMillis.containsKey(id)) {
            events.poll(LOOK, engine);
        }
        return new WarmJvm.Timing(seconds, engine.tookMillis.get(id) / 1e3);
    }

    private String submit(Path file) throws IOException, InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(utf8("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"language\"\r\n\r\nen\r\n"));
        body.writeBytes(utf8("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                + file.getFileName() + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"));
        body.writeBytes(Files.readAllBytes(file));
        body.writeBytes(utf8("\r\n--" + BOUNDARY + "--\r\n"));
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(url.resolve(JOBS))
                        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        require(answer, ACCEPTED);
        return new ObjectMapper().readTree(answer.body()).path("id").asText();
    }

    @Override
    public void close() {
        events.close();
        process.toHandle().destroy(); // destroy() of the process itself would close what it has yet to say
        process.onExit().join();
    }

    private static void require(HttpResponse<String> answer, int code) {
        if (answer.statusCode() != code) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
    }

    private static Matcher await(Pattern pattern, BufferedReader said) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            Matcher found = pattern.matcher(line);
            if (found.find()) {
                return found;
            }
            all.append(line).append('\n');
        }
        throw new IOException("scribe serve ended: " + all);
    }

    /** So that it never waits for somebody to read what it says, and what it said can be read where a run went wrong. */
    private static void keep(BufferedReader said) {
        Thread keep = new Thread(
                () -> {
                    try (BufferedWriter log = Files.newBufferedWriter(LOG)) {
                        for (String line = said.readLine(); line != null; line = said.readLine()) {
                            log.write(Instant.now() + " " + line);
                            log.newLine();
                            log.flush();
                        }
                    } catch (IOException e) {
                        System.err.println("what the server says is no longer kept: " + e);
                    }
                },
                "keep");
        keep.setDaemon(true);
        keep.start();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final class Engine implements Jobs.Listener {

        private final Map<String, Long> tookMillis = new HashMap<>();

        @Override
        public void happened(JobEvent event) {
            if (event.getType() == EventType.HEARD) {
                tookMillis.merge(
                        event.getJobId(), Long.parseLong(event.getDetails().getOrDefault("tookMs", "0")), Long::sum);
            }
        }

        @Override
        public void done(Transcript transcript) {}

        @Override
        public void failed(JobFailure failure) {
            throw new IllegalStateException("the job failed: " + failure.getMessage());
        }
    }
}
