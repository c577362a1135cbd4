package io.scribestream.testkit.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Random;

/**
 * Ports for servers that go away and come back. Below those that systems give to outgoing connections: otherwise one of
 * the many clients that try to reach the server while it is down would sooner or later be given its port.
 */
public final class Ports {

    private static final int FIRST = 12_000;
    private static final int LAST = 30_000;
    private static final int TRIES = 1_000;

    /** One that nobody listens on now, on loopback. */
    public static int free() {
        Random random = new Random();
        for (int tried = 0; tried < TRIES; tried++) {
            int port = FIRST + random.nextInt(LAST - FIRST);
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (IOException e) {
                continue; // taken
            }
        }
        throw new IllegalStateException("no free port in " + TRIES + " tries");
    }

    private Ports() {}
}
