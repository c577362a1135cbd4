package io.scribestream.runtime;

import java.time.Instant;
import java.util.List;

/** Breakers of a process, as those see them who run it. Thread-safe. */
public interface BreakerSet {

    /**
     * A breaker as it is.
     *
     * @param forced whether somebody ordered it to be open
     * @param failures among the last calls, those that count
     */
    record Standing(String name, BreakerState state, boolean forced, int failures) {}

    /** All that there are by now, by name. */
    List<Standing> standings();

    /** Lets nobody through until {@link #reset}; also one that is not there yet. */
    void forceOpen(String name);

    /**
     * Closes it and forgets its failures; from then on it decides for itself.
     *
     * @param ordered when somebody ordered that; orders are read again at every start, so what outlives a process keeps the
     *     failures that came after
     */
    void reset(String name, Instant ordered);
}
