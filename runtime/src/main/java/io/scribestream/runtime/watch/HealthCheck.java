package io.scribestream.runtime.watch;

import io.scribestream.runtime.Health;

/** One thing that a process needs. */
public interface HealthCheck extends AutoCloseable {

    String name();

    /**
     * Looks, and may wait; called from one thread at a time.
     *
     * @throws Exception if it does not answer
     */
    Health look() throws Exception;

    @Override
    default void close() {}
}
