package io.scribestream.ingest;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what another thread brings about. */
final class Waiting {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** @throws AssertionError if it does not become so */
    static void until(String what, Callable<Boolean> so) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!so.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain until " + what);
            }
            Thread.sleep(5);
        }
    }

    private Waiting() {}
}
