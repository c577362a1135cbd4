package io.scribestream.chunker.fetch;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Ends a call whose job is over, also while it waits for a server that says nothing: else the fetcher's thread and the
 * spool would be held until that is taken for silent.
 */
public final class CancelWatch implements AutoCloseable {

    private static final long LOOK_MILLIS = 100;

    /** Looks for all of them; an end is quick. */
    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "fetch-cancel");
        thread.setDaemon(true);
        return thread;
    });

    private final ScheduledFuture<?> looks;

    /**
     * Looks until it is closed.
     *
     * @param end called from another thread, perhaps more than once; quick
     */
    public CancelWatch(BooleanSupplier cancelled, Runnable end) {
        looks = CLOCK.scheduleWithFixedDelay(
                () -> {
                    if (cancelled.getAsBoolean()) {
                        end.run();
                    }
                },
                LOOK_MILLIS,
                LOOK_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        looks.cancel(false);
    }
}
