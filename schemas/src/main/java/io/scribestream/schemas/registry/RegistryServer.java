package io.scribestream.schemas.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows an {@link EmbeddedSchemaRegistry} to the world as Confluent's REST API, so that any client that reads Confluent's
 * wire format reads our topics. It asks nobody for a password: give it an address that only friends reach.
 */
public final class RegistryServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryServer.class);
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_BODY_BYTES = 1024 * 1024;
    private static final int THREADS = 2;

    private final HttpServer server;
    private final ExecutorService threads;
    private final RegistryRoutes routes;

    /**
     * Listens at once.
     *
     * @param address port 0 takes any free one
     * @throws IOException if the address cannot be listened on
     */
    public RegistryServer(EmbeddedSchemaRegistry registry, InetSocketAddress address) throws IOException {
        this.routes = new RegistryRoutes(registry);
        this.server = HttpServer.create(address, 0);
        this.threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "registry-server");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Listens on this machine only, where nobody else can reach it. */
    public static RegistryServer onLoopback(EmbeddedSchemaRegistry registry, int port) throws IOException {
        return new RegistryServer(registry, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** What clients set as {@code schema.registry.url}. */
    public URI url() {
        InetAddress address = server.getAddress().getAddress();
        String host = address.isAnyLocalAddress() ? "localhost" : address.getHostAddress();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                URI uri = exchange.getRequestURI();
                String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
                JsonNode answer =
                        routes.answer(exchange.getRequestMethod(), parts(uri.getRawPath()), query, body(exchange));
                send(exchange, 200, answer);
            } catch (RegistryError e) {
                send(exchange, e.status(), error(e.code(), e.getMessage()));
            } catch (IncompatibleSchemaException e) {
                send(exchange, 409, error(409, e.getMessage()));
            } catch (RegistryUnavailableException e) {
                send(exchange, 500, error(50001, "Error in the backend data store: " + e.getMessage()));
            } catch (RuntimeException e) {
                LOG.atError()
                        .setCause(e)
                        .addKeyValue("path", exchange.getRequestURI().getPath())
                        .log("registry request failed");
                send(exchange, 500, error(500, "Internal Server Error"));
            }
        }
    }

    private static List<String> parts(String path) {
        return Arrays.stream(path.split("/", -1))
                .filter(part -> !part.isEmpty())
                .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
                .toList();
    }

    private static JsonNode body(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
        if (bytes.length > MAX_BODY_BYTES) {
            throw new RegistryError(413, 413, "HTTP 413 Request Entity Too Large");
        }
        try {
            JsonNode body = JSON.readTree(bytes);
            return body == null || body.isMissingNode() ? JSON.createObjectNode() : body;
        } catch (JsonProcessingException e) {
            throw new RegistryError(400, 400, "HTTP 400 Bad Request: " + e.getOriginalMessage());
        }
    }

    private static JsonNode error(int code, @Nullable String message) {
        return JSON.createObjectNode().put("error_code", code).put("message", message);
    }

    private static void send(HttpExchange exchange, int status, JsonNode answer) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(answer);
        exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
