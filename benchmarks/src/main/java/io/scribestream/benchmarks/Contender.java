package io.scribestream.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process that hears when it is told to and sleeps else: reads a line of fields parted by tabs, answers with a line of JSON, and
 * ends when there is no more to read.
 */
final class Contender implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What came of one call.
     *
     * @param seconds from the call to the last word, as the process itself measured it
     * @param language found or given
     */
    record Answer(double seconds, String language, String text) {}

    private final String name;
    private final Process process;
    private final BufferedReader answers;
    private final Writer calls;
    private final double readySeconds;

    private Contender(String name, Process process, long started) throws IOException {
        this.name = name;
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.calls = process.outputWriter(StandardCharsets.UTF_8);
        next();
        this.readySeconds = (System.nanoTime() - started) / 1e9;
    }

    /** Starts it and waits until it is ready; what it logs goes to {@code log}. */
    static Contender start(String name, List<String> command, Map<String, String> environment, Path log)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        long started = System.nanoTime();
        Process process = builder.start();
        try {
            return new Contender(name, process, started);
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    String name() {
        return name;
    }

    /** From the start of its process. */
    double readySeconds() {
        return readySeconds;
    }

    Answer ask(String... fields) throws IOException {
        calls.write(String.join("\t", fields) + "\n");
        calls.flush();
        JsonNode answer = next();
        return new Answer(
                answer.path("seconds").asDouble(),
                answer.path("language").asText(),
                answer.path("text").asText());
    }

    /** The most memory it had resident so far, in megabytes; NaN where the system does not say. */
    double peakMegabytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return Double.NaN;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) * 1024 / 1e6)
                .findFirst()
                .orElse(Double.NaN);
    }

    private JsonNode next() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException(name + " ended instead of answering; what it logged says why");
        }
        return JSON.readTree(line);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        calls.close();
        process.waitFor();
    }
}
