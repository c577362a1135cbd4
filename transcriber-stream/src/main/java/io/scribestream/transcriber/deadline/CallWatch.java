package io.scribestream.transcriber.deadline;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Counts how long calls to the engine run, tells those that are over their deadline to end, and ends the process where
 * one does not: a native call cannot be ended from outside. Time is counted in ticks of a thread of its own, and no tick
 * counts for more than a second, so a process that was stopped, or hardly got a turn, finds its chunks as old as before.
 * Thread-safe.
 */
public final class CallWatch implements AutoCloseable {

    /** What a process ends with whose engine does not come back; {@code EX_TEMPFAIL}: to be started again. */
    public static final int EXIT = 75;

    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration LONGEST_TICK = Duration.ofSeconds(1);

    /** Where the engine looks up is at most a window of sound away, and that takes a fraction of a deadline. */
    private static final Duration LONGEST_GRACE = Duration.ofMinutes(5);

    /** Ends the process. */
    @FunctionalInterface
    public interface LastResort {
        /**
         * @param chunk the one whose call, or the name of that call, which does not come back
         * @param ran how long hearing it has taken
         */
        void end(String chunk, Duration ran);
    }

    private final LastResort lastResort;
    private final Set<Watched> running = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Watches only when {@link #tick} is called, or from {@link #start} on. */
    public CallWatch(LastResort lastResort) {
        this.lastResort = lastResort;
    }

    /** Lets time pass from now on, on a thread of its own. */
    public CallWatch start() {
        Thread thread = new Thread(this::tickUntilClosed, "engine-watch");
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    /** The longest that a call may take before the process is ended. */
    public static Duration longest(Duration deadline) {
        return deadline.plus(grace(deadline));
    }

    /** A chunk that is about to be heard; its time runs only during {@link Watched#run()}. */
    public Watched watch(String chunk, Duration deadline) {
        return new Watched(chunk, deadline);
    }

    /** Lets time pass for all calls that are running. */
    public void tick(Duration passed) {
        for (Watched one : running) {
            one.age(passed.compareTo(LONGEST_TICK) < 0 ? passed : LONGEST_TICK);
            if (one.isStuck()) {
                lastResort.end(one.call, one.ran);
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void tickUntilClosed() {
        long last = System.nanoTime();
        try {
            while (!closed.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                long now = System.nanoTime();
                tick(Duration.ofNanos(now - last));
                last = now;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration grace(Duration deadline) {
        return deadline.compareTo(LONGEST_GRACE) < 0 ? deadline : LONGEST_GRACE;
    }

    /** A chunk and the time that went into hearing it. */
    public final class Watched {

        private final String chunk;
        private final Duration deadline;
        private volatile String call;
        private volatile Duration ran = Duration.ZERO;

        private Watched(String chunk, Duration deadline) {
            this.chunk = chunk;
            this.call = chunk;
            this.deadline = deadline;
        }

        /** Whether the call should end. */
        public boolean isOver() {
            return ran.compareTo(deadline) > 0;
        }

        public Duration deadline() {
            return deadline;
        }

        /** A call to the engine; its time counts until it is closed. */
        public Run run() {
            return run(chunk);
        }

        /** @param name of the call, where the chunk's own does not tell enough */
        public Run run(String name) {
            call = name;
            running.add(this);
            return new Run(this);
        }

        private boolean isStuck() {
            return ran.compareTo(longest(deadline)) > 0;
        }

        private void age(Duration time) {
            ran = ran.plus(time);
        }
    }

    /** A call at work. */
    public final class Run implements AutoCloseable {

        private final Watched watched;

        private Run(Watched watched) {
            this.watched = watched;
        }

        @Override
        public void close() {
            running.remove(watched);
        }
    }
}
