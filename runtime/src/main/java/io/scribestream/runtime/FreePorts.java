package io.scribestream.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;

/**
 * Ports on loopback for servers that have to be told theirs before they start. Drawn at random, below those that systems
 * give to outgoing connections: else a client that tries to reach the server before it is up, or while it is down, would
 * sooner or later be given its port, and so would the next server that is started beside it.
 */
public final class FreePorts {

    private static final int FIRST = 12_000;
    private static final int LAST = 30_000;
    private static final int TRIES = 1_000;
    private static final int NONE = 0;

    private FreePorts() {}

    /**
     * One that nobody listens on now.
     *
     * @throws EnvironmentException if there is none
     */
    public static int any() {
        return otherThan(NONE);
    }

    /**
     * Another one than that, which is spoken for and may not be listened on yet.
     *
     * @throws EnvironmentException if there is none
     */
    public static int otherThan(int port) {
        return otherThan(port, () -> ThreadLocalRandom.current().nextInt(FIRST, LAST));
    }

    static int otherThan(int port, IntSupplier candidates) {
        for (int tried = 0; tried < TRIES; tried++) {
            int candidate = candidates.getAsInt();
            if (candidate != port && isFree(candidate)) {
                return candidate;
            }
        }
        throw new EnvironmentException(
                Lack.PORT_TAKEN,
                "no free port on 127.0.0.1 between " + FIRST + " and " + LAST + " in " + TRIES + " tries");
    }

    /** Whether it can be listened on now, on loopback. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
