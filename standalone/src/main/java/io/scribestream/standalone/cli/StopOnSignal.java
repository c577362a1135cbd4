package io.scribestream.standalone.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C and a polite kill into an orderly end: the command is told, and the JVM waits until it has closed what it
 * opened. Installed before anything is opened, so that it is closed last.
 */
final class StopOnSignal implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Runnable> told = new ArrayList<>();
    private final Thread hook = new Thread(this::stop, "stop-on-signal");

    private StopOnSignal() {}

    static StopOnSignal install() {
        StopOnSignal stop = new StopOnSignal();
        Runtime.getRuntime().addShutdownHook(stop.hook);
        return stop;
    }

    /** @param onStop called once on a signal, at once where it came already; returns soon */
    void tell(Runnable onStop) {
        synchronized (told) {
            if (!requested()) {
                told.add(onStop);
                return;
            }
        }
        onStop.run();
    }

    boolean requested() {
        return requested.getCount() == 0;
    }

    /** Waits for a signal, but not longer than this. */
    void await(Duration longest) throws InterruptedException {
        requested.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void stop() {
        List<Runnable> toTell;
        synchronized (told) {
            requested.countDown();
            toTell = List.copyOf(told);
        }
        toTell.forEach(Runnable::run);
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
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The signal came between these two lines; the hook finds all closed and ends.
                requested.countDown();
            }
        }
    }
}
