package io.scribestream.standalone.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C and a polite kill into an orderly end: the command is told, and the JVM waits until it has closed what it
 * opened.
 */
final class StopOnSignal implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook;

    private StopOnSignal(Runnable onStop) {
        this.hook = new Thread(() -> stop(onStop), "stop-on-signal");
    }

    /** @param onStop called once on a signal, on a thread of its own; returns soon */
    static StopOnSignal install(Runnable onStop) {
        StopOnSignal stop = new StopOnSignal(onStop);
        Runtime.getRuntime().addShutdownHook(stop.hook);
        return stop;
    }

    boolean requested() {
        return requested.getCount() == 0;
    }

    /** Waits for a signal, but not longer than this. */
    void await(Duration longest) throws InterruptedException {
        requested.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void stop(Runnable onStop) {
        requested.countDown();
        onStop.run();
        try {
            if (!closed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                // Nothing is lost: what was not committed is done again.
                System.err.println("scribe: ended without waiting any longer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        if (!requested()) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }
}
