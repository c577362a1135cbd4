package io.scribestream.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class RequestWatchTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ConcurrentLinkedQueue<String> logged = new ConcurrentLinkedQueue<>();
    private Javalin http;

    @BeforeEach
    void start() {
        Metrics.addRegistry(meters);
        RequestWatch watch = new RequestWatch();
        http = Javalin.create(javalin -> {
                    watch.addTo(javalin.routes);
                    watch.logTo(javalin.requestLogger);
                    javalin.routes.get("/things-of-a-test/{id}", ctx -> {
                        logged.add(String.valueOf(MDC.get("requestId")));
                        ctx.result("a thing");
                    });
                    javalin.routes.get("/breaks-in-a-test", ctx -> {
                        throw new IllegalStateException("a mistake");
                    });
                })
                .start("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        http.stop();
        Metrics.removeRegistry(meters);
    }

    @Test
    void callsARequestAsItsSenderDoesOnTheAnswerAndInTheLog() throws Exception {
        HttpResponse<String> answer = get("/things-of-a-test/1", "order-17");

        assertThat(answer.headers().firstValue("X-Request-Id")).contains("order-17");
        assertThat(logged).containsExactly("order-17");
    }

    @Test
    void callsItBySomethingOfItsOwnWhereItsSenderSaysNothingOrTooMuch() throws Exception {
        HttpResponse<String> unnamed = get("/things-of-a-test/1", null);
        HttpResponse<String> long1 = get("/things-of-a-test/1", "x".repeat(129));
        HttpResponse<String> blank = get("/things-of-a-test/1", "a b");

        List<String> ids = List.of(unnamed, long1, blank).stream()
                .map(answer -> answer.headers().firstValue("X-Request-Id").orElse(""))
                .toList();
        assertThat(ids).doesNotHaveDuplicates().allSatisfy(id -> assertThat(id).hasSize(36));
        assertThat(logged).containsExactlyElementsOf(ids);
    }

    @Test
    void countsByRouteAndStatusWhateverThePath() throws Exception {
        get("/things-of-a-test/1", null);
        get("/things-of-a-test/2", null);
        get("/breaks-in-a-test", null);
        get("/nowhere-in-a-test/" + System.nanoTime(), null);

        assertThat(counted("/things-of-a-test/{id}", "200", 2)).isEqualTo(2);
        assertThat(counted("/breaks-in-a-test", "500", 1)).isEqualTo(1);
        assertThat(counted("other", "404", 1)).isEqualTo(1);
        assertThat(meters.find("http.server.requests").timers())
                .extracting(timer -> timer.getId().getTag("route"))
                .noneMatch(route -> String.valueOf(route).contains("nowhere"));
    }

    /** An answer is counted after it is sent: waits until there are so many, for some seconds at most. */
    private long counted(String route, String status, long expected) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        long count = 0;
        while (count < expected && System.nanoTime() < deadline) {
            Timer timer = meters.find("http.server.requests")
                    .tag("route", route)
                    .tag("status", status)
                    .timer();
            count = timer == null ? 0 : timer.count();
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return count;
    }

    private HttpResponse<String> get(String path, String id) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http.port() + path));
        if (id != null) {
            request.header("X-Request-Id", id);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
