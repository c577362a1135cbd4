package io.scribestream.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A store of objects in memory that speaks as much of S3 as uploads need, and refuses where it is told to. */
public final class FakeObjectStore implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile @Nullable Refusal refusal;
    private volatile Duration taken = Duration.ZERO;

    private record Refusal(int status, String code) {}

    public FakeObjectStore() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                answer(exchange);
            }
        });
        server.start();
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What is there, by {@code /bucket/key}. */
    public Map<String, byte[]> objects() {
        return objects;
    }

    /** Methods and paths, in the order in which they came. */
    public List<String> asked() {
        return asked;
    }

    /** From now on it says no to everything. */
    public void refuse(int status, String code) {
        refusal = new Refusal(status, code);
    }

    public void refuseNothing() {
        refusal = null;
    }

    /** From now on each answer takes so long. */
    public void takeFor(Duration time) {
        taken = time;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        asked.add(method + " " + path);
        byte[] body = body(exchange);
        LockSupport.parkNanos(taken.toNanos());
        Refusal no = refusal;
        if (no != null) {
            error(exchange, no);
            return;
        }
        byte @Nullable [] object = objects.get(path);
        switch (method) {
            case "PUT" -> {
                objects.put(path, body);
                exchange.sendResponseHeaders(200, -1);
            }
            case "DELETE" -> {
                objects.remove(path);
                exchange.sendResponseHeaders(204, -1);
            }
            default -> {
                if (object == null) {
                    error(exchange, new Refusal(404, "NoSuchKey"));
                } else {
                    exchange.getResponseHeaders().add("ETag", "\"v1\"");
                    exchange.sendResponseHeaders(200, object.length);
                    exchange.getResponseBody().write(object);
                }
            }
        }
    }

    private static void error(HttpExchange exchange, Refusal no) throws IOException {
        byte[] text = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + no.code()
                        + "</Code><Message>no</Message></Error>")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/xml");
        exchange.sendResponseHeaders(no.status(), text.length);
        exchange.getResponseBody().write(text);
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        boolean signedInChunks = exchange.getRequestHeaders().containsKey("x-amz-decoded-content-length");
        InputStream in = exchange.getRequestBody();
        return signedInChunks ? chunks(in) : in.readAllBytes();
    }

    /** Each chunk behind a line with its length in hex and its signature. */
    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int length = length(in); length > 0; length = length(in)) {
            all.writeBytes(in.readNBytes(length));
            in.readNBytes(2);
        }
        in.readAllBytes();
        return all.toByteArray();
    }

    private static int length(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.isEmpty()
                ? 0
                : Integer.parseInt(line.toString().split(";", 2)[0].strip(), 16);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
