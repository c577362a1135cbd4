package io.scribestream.standalone;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands for the place on the web where models are published: serves one file, whole, under its name. */
public final class ModelServer implements AutoCloseable {

    private final Path file;
    private final HttpServer server;
    private final AtomicInteger served = new AtomicInteger();

    private ModelServer(Path file, HttpServer server) {
        this.file = file;
        this.server = server;
    }

    public static ModelServer of(Path file) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ModelServer models = new ModelServer(file, server);
        server.createContext("/" + file.getFileName(), models::answer);
        server.start();
        return models;
    }

    /** Without a slash at its end, as the setting has it. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** How often the file was asked for. */
    public int served() {
        return served.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        served.incrementAndGet();
        exchange.sendResponseHeaders(200, Files.size(file));
        Files.copy(file, exchange.getResponseBody());
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
