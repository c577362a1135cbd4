package io.scribestream.standalone.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Turns Ctrl-C and a polite kill into an orderly end: the command is told, closes what it opened, and ends with the code of
 * the signal. Installed before anything is opened, so that it is closed last.
 *
 * <p>No shutdown hook: those of libraries run beside it, and that of ONNX Runtime takes the ground from under sessions
 * that are still at work, which kills the process.
 */
final class StopOnSignal implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Ctrl-C, a polite kill, and the end of the terminal. */
    private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Runnable> told = new ArrayList<>();
    private final Map<Signal, SignalHandler> before = new HashMap<>();
    private volatile int exitCode;

    private StopOnSignal() {}

    static StopOnSignal install() {
        StopOnSignal stop = new StopOnSignal();
        for (String name : SIGNALS) {
            try {
                Signal signal = new Signal(name);
                stop.before.put(signal, Signal.handle(signal, stop::stop));
            } catch (IllegalArgumentException e) {
                continue; // not on this system, or Java was told to leave it alone
            }
        }
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

    /** That of the signal, 128 and its number, or the other one where none came. */
    int exitCode(int otherwise) {
        return requested() ? exitCode : otherwise;
    }

    /** Waits for a signal, but not longer than this. */
    void await(Duration longest) throws InterruptedException {
        requested.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** On a thread of the signal's own. */
    private void stop(Signal signal) {
        List<Runnable> toTell;
        synchronized (told) {
            if (requested()) {
                return; // somebody is impatient
            }
            exitCode = 128 + signal.getNumber();
            requested.countDown();
            toTell = List.copyOf(told);
        }
        toTell.forEach(Runnable::run);
        try {
            if (!closed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                // Nothing is lost: what was not committed is done again.
                System.err.println("scribe: ended without waiting any longer");
                Runtime.getRuntime().halt(exitCode);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        before.forEach(Signal::handle);
        closed.countDown();
    }
}
