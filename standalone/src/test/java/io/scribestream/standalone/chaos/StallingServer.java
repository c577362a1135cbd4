package io.scribestream.standalone.chaos;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that promises a recording, gives its beginning, and then nothing more. */
final class StallingServer implements AutoCloseable {

    private static final int PROMISED = 1_000_000;
    private static final int GIVEN = 100_000;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);

    private StallingServer(HttpServer server) {
        this.server = server;
    }

    static StallingServer start() throws IOException {
        StallingServer stalling =
                new StallingServer(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        stalling.server.setExecutor(stalling.threads);
        stalling.server.createContext("/", stalling::stall);
        stalling.server.start();
        return stalling;
    }

    /** Host and port, as they are allowed. */
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    URI recording() {
        return URI.create("http://" + address() + "/recording.wav");
    }

    private void stall(HttpExchange asked) throws IOException {
        asked.sendResponseHeaders(200, PROMISED);
        OutputStream body = asked.getResponseBody();
        body.write(new byte[GIVEN]);
        body.flush();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
