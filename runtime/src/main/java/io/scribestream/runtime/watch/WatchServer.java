package io.scribestream.runtime.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /health}, {@code /health/live}, {@code /health/ready} and {@code /metrics} on a port of their own, for an
 * orchestrator and for Prometheus. It asks nobody who they are: give it an address that only friends reach.
 */
public final class WatchServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WatchServer.class);
    private static final String JSON_TYPE = "application/json";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A look at everything may take seconds; a probe must not wait behind it. */
    private static final int THREADS = 4;

    private final Watch watch;
    private final HttpServer server;
    private final ExecutorService threads;

    private record Answer(int status, String type, String body) {}

    private WatchServer(Watch watch, HttpServer server) {
        this.watch = watch;
        this.server = server;
        this.threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "health-server");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Listens at once.
     *
     * @param watch stays the caller's
     * @param port 0 takes any free one
     * @throws EnvironmentException if the address cannot be listened on
     */
    public static WatchServer start(Watch watch, String host, int port) {
        try {
            WatchServer started = new WatchServer(watch, HttpServer.create(new InetSocketAddress(host, port), 0));
            started.server.setExecutor(started.threads);
            started.server.createContext("/", started::handle);
            started.server.start();
            return started;
        } catch (IOException | IllegalArgumentException e) {
            throw new EnvironmentException(
                    Lack.PORT_TAKEN,
                    "cannot tell its health on " + host + ":" + port
                            + " (is the port taken?); choose another with SCRIBE_HEALTH_PORT",
                    e);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange);
            byte[] body = answer.body().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Answer answer(HttpExchange exchange) {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return json(405, Map.of("code", "refused", "detail", "here is only to be read"));
        }
        try {
            return switch (exchange.getRequestURI().getPath()) {
                case "/health" -> health();
                case "/health/live" -> json(200, Map.of("status", "alive"));
                case "/health/ready" -> ready();
                case "/metrics" -> new Answer(200, Scrape.CONTENT_TYPE, watch.metrics());
                default -> json(404, Map.of("code", "nothing_here", "detail", "there is nothing at this path"));
            };
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("path", exchange.getRequestURI().getPath())
                    .setCause(e)
                    .log("a request failed");
            return json(500, Map.of("code", "internal", "detail", "a mistake of ours; it was logged"));
        }
    }

    private Answer health() {
        HealthReport report = watch.health();
        return json(report.httpStatus(), report);
    }

    private Answer ready() {
        Watch.Ready ready = watch.ready();
        return json(ready.httpStatus(), ready);
    }

    private static Answer json(int status, Object body) {
        try {
            return new Answer(status, JSON_TYPE, JSON.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of strings and numbers can be written", e);
        }
    }
}
