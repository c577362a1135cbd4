package io.scribestream.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Clients of the API that go round and round: each submits a job, follows its events to the end, asks how it is, and waits a
 * while. The source is an address that no server may fetch, so that every job goes through all flows and ends at once: what
 * is loaded is the API and not the engine.
 */
final class ApiClients {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JOB = "{\"source\": {\"url\": \"http://127.0.0.1/none.wav\"}}";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final Latencies submit = new Latencies();
    final Latencies stream = new Latencies();
    final Latencies poll = new Latencies();

    private final Map<String, Integer> errors = new ConcurrentHashMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final URI server;
    private final Duration round;

    /** @param round how often each of them begins anew, unless that takes it longer */
    ApiClients(URI server, Duration round) {
        this.server = server;
        this.round = round;
    }

    /** What went wrong, and how often. */
    Map<String, Integer> errors() {
        return new TreeMap<>(errors);
    }

    void run(int clients, Duration time) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        long end = System.nanoTime() + time.toNanos();
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            all.add(threads.submit(() -> goRound(end)));
        }
        threads.shutdown();
        for (Future<?> one : all) {
            try {
                one.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a client ended", e.getCause());
            }
        }
    }

    private void goRound(long end) {
        try {
            // So that they do not all come at the same moment.
            Thread.sleep(ThreadLocalRandom.current().nextLong(round.toMillis()));
            // Who is late does not catch up: a server that is slow would be asked ever more.
            for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
                oneRound();
                Thread.sleep(Math.max(0, (start + round.toNanos() - System.nanoTime()) / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void oneRound() throws InterruptedException {
        try {
            JsonNode accepted = ask(
                    submit,
                    202,
                    request("/api/v1/transcriptions")
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(JOB)));
            String events =
                    send(stream, 200, request(accepted.path("events_url").asText()));
            if (!events.contains("event: failed")) {
                fault("a stream without an end");
            }
            JsonNode status = ask(poll, 200, request(accepted.path("status_url").asText()));
            if (!status.path("state").asText().equals("failed")) {
                fault("a job that is " + status.path("state").asText() + " behind the end of its stream");
            }
        } catch (IOException e) {
            fault(String.valueOf(e.getMessage()));
        }
    }

    private JsonNode ask(Latencies took, int expected, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return JSON.readTree(send(took, expected, request));
    }

    private String send(Latencies took, int expected, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        HttpResponse<String> answer = answer(request.build());
        if (answer.statusCode() != expected) {
            throw new IOException(
                    "answered " + answer.statusCode() + " " + answer.body().strip());
        }
        took.add(System.nanoTime() - start);
        return answer.body();
    }

    /** The patience of a request itself ends with the head of its answer, and a stream is all body. */
    private HttpResponse<String> answer(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<String>> coming = http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        try {
            return coming.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException("no answer: " + e.getCause(), e);
        } catch (TimeoutException e) {
            coming.cancel(true);
            throw new IOException("no whole answer within " + PATIENCE.toSeconds() + " s", e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path));
    }

    private void fault(String what) {
        errors.merge(what, 1, Integer::sum);
    }
}
