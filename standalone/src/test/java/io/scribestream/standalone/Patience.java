package io.scribestream.standalone;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what comes by itself, on a machine that may be busy with other things. */
public final class Patience {

    /** Long enough for any step of a short job where two cores are shared by many. */
    public static final Duration LONG = Duration.ofMinutes(2);

    private static final Duration LOOK = Duration.ofMillis(50);

    /**
     * Looks again and again until it holds.
     *
     * @param what for the message when it never does
     */
    public static void until(String what, Callable<Boolean> holds) throws Exception {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (!holds.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("after " + LONG + " still not: " + what);
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private Patience() {}
}
