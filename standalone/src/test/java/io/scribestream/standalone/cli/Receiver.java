package io.scribestream.standalone.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.scribestream.notifier.deciding.Signer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An endpoint of somebody's, on this machine: keeps what it gets, and answers as it is told. */
final class Receiver implements AutoCloseable {

    /** A webhook that came. */
    record Got(String id, String timestamp, String signature, String body) {

        boolean isSignedBy(Signer signer, String client) {
            return signer.sign(client, id, Long.parseLong(timestamp), body).equals(signature);
        }
    }

    private final List<Got> got = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile int status;

    private Receiver(HttpServer server, int status) {
        this.server = server;
        this.status = status;
    }

    static Receiver answering(int status) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Receiver receiver = new Receiver(server, status);
        server.createContext("/hooks", receiver::take);
        server.start();
        return receiver;
    }

    void answers(int newStatus) {
        status = newStatus;
    }

    List<Got> got() {
        return got;
    }

    String url() {
        return "http://" + place() + "/hooks";
    }

    /** As the setting names it that allows it. */
    String place() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void take(HttpExchange exchange) throws IOException {
        got.add(new Got(
                exchange.getRequestHeaders().getFirst("webhook-id"),
                exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                exchange.getRequestHeaders().getFirst("webhook-signature"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
