package io.scribestream.ingest.uploads;

import io.scribestream.runtime.UnavailableException;
import java.time.Duration;
import java.util.concurrent.Delayed;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes uploads that are over from their store, on a thread of its own: whoever says so has no time to wait for a store.
 * Where it is away, tries again for about half an hour. What is left is the store's own to remove, by a rule on age.
 */
final class Removals implements AutoCloseable {

    static final Duration FIRST_WAIT = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Removals.class);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final int ATTEMPTS = 14;
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(3);

    /** More than jobs may wait by default; a name is small. */
    private static final int MOST = 200_000;

    private final Consumer<String> removal;
    private final Duration firstWait;
    private final AtomicInteger waiting = new AtomicInteger();
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, work -> {
        Thread one = new Thread(work, "upload-removals");
        one.setDaemon(true);
        return one;
    });

    /**
     * @param removal removes one, or throws {@link UnavailableException}
     * @param firstWait before the second attempt; each further one is twice as long
     */
    Removals(Consumer<String> removal, Duration firstWait) {
        this.removal = removal;
        this.firstWait = firstWait;
    }

    void add(String name) {
        if (waiting.incrementAndGet() > MOST) {
            leave(name, null);
        } else {
            later(name, 1, Duration.ZERO);
        }
    }

    private void later(String name, int attempt, Duration wait) {
        try {
            thread.schedule(() -> remove(name, attempt), wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            leave(name, e);
        }
    }

    private void remove(String name, int attempt) {
        try {
            removal.accept(name);
            waiting.decrementAndGet();
        } catch (UnavailableException e) {
            if (attempt == ATTEMPTS) {
                leave(name, e);
            } else {
                LOG.atDebug().addKeyValue("upload", name).setCause(e).log("an upload that is over is removed later");
                later(name, attempt + 1, wait(attempt));
            }
        } catch (RuntimeException e) {
            leave(name, e);
        }
    }

    private Duration wait(int attempt) {
        Duration wait = firstWait.multipliedBy(1L << attempt - 1);
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    private void leave(String name, @Nullable Exception why) {
        waiting.decrementAndGet();
        LOG.atWarn()
                .addKeyValue("upload", name)
                .setCause(why)
                .log("an upload that is over is left to the store's own rule");
    }

    /** Tries once what was not tried yet, and does not wait for what is to be tried again. */
    @Override
    public void close() {
        thread.shutdown();
        for (Runnable task : thread.getQueue()) {
            if (task instanceof Delayed later && later.getDelay(TimeUnit.NANOSECONDS) > 0) {
                thread.remove(task);
            }
        }
        try {
            if (!thread.awaitTermination(PATIENCE_AT_CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
        if (waiting.get() > 0) {
            LOG.atWarn()
                    .addKeyValue("uploads", waiting.get())
                    .log("uploads that are over are left to the store's own rule");
        }
    }
}
