package io.scribestream.ingest.limits;

import io.scribestream.runtime.FreePorts;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Assumptions;
import redis.embedded.RedisServer;

/** A redis-server of its own on loopback, without a disk; where none runs, the test is skipped and says so. */
public final class RealRedis implements AutoCloseable {

    private final int port;
    private RedisServer server;

    private RealRedis(int port) throws IOException {
        this.port = port;
        this.server = server(port);
    }

    public static RealRedis start() throws IOException {
        RealRedis redis = new RealRedis(FreePorts.any());
        try {
            redis.server.start();
        } catch (IOException | RuntimeException e) {
            Assumptions.abort("no redis-server runs on this machine: " + e);
        }
        return redis;
    }

    public URI uri() {
        return URI.create("redis://127.0.0.1:" + port);
    }

    public void stop() throws IOException {
        server.stop();
    }

    /** Again at the same port, and with nothing in it. */
    public void startAgain() throws IOException {
        server = server(port);
        server.start();
    }

    @Override
    public void close() throws IOException {
        server.stop();
    }

    private static RedisServer server(int port) throws IOException {
        return RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("appendonly no")
                .build();
    }
}
