package io.scribestream.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long a stream thread waits before it is started again: longer each time, and not for ever, for then somebody
 * should be told. Quiet for a while, it starts from the beginning. Not thread-safe.
 */
final class Restarts {

    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration QUIET = Duration.ofMinutes(5);

    private final int limit;
    private int used;
    private Instant last = Instant.MIN;

    /** @param limit so many in a row; 20 last about seven minutes */
    Restarts(int limit) {
        this.limit = limit;
    }

    /** The time to wait before the next start; empty when there were too many. */
    Optional<Duration> next(Instant now) {
        if (last.isBefore(now.minus(QUIET))) {
            used = 0;
        }
        last = now;
        if (used == limit) {
            return Optional.empty();
        }
        used++;
        Duration wait = FIRST.multipliedBy(1L << Math.min(used - 1, 20));
        return Optional.of(wait.compareTo(LONGEST) < 0 ? wait : LONGEST);
    }
}
