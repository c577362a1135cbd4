package io.scribestream.runtime;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Notices that the machine's clock was put back. Kafka's clients and Kafka Streams count their time by it: no commit, no
 * tick and no heartbeat comes until it is again what it was, which only a new process does not wait for. A clock that
 * jumps ahead does no harm: what was due becomes due at once. Not thread-safe.
 */
final class ClockWatch {

    /** So long a standstill is nothing: clocks are set right by some seconds all the time. */
    private static final Duration HARMLESS = Duration.ofSeconds(5);

    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private long ahead;

    ClockWatch(InstantSource clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.ahead = ahead();
    }

    /** By how much it was put back since the last look; empty where it was not, or by next to nothing. */
    Optional<Duration> putBack() {
        long before = ahead;
        ahead = ahead();
        Duration back = Duration.ofMillis(before - ahead);
        return back.compareTo(HARMLESS) > 0 ? Optional.of(back) : Optional.empty();
    }

    /** Milliseconds that the clock is ahead of the one that nobody can set. */
    private long ahead() {
        return clock.millis() - TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong());
    }
}
