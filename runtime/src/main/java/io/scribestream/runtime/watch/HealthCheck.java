package io.scribestream.runtime.watch;

/** One thing that a process needs. */
public interface HealthCheck extends AutoCloseable {

    String name();

    /**
     * Looks, and may wait; called from one thread at a time.
     *
     * @throws Exception if it does not answer
     */
    Finding look() throws Exception;

    @Override
    default void close() {}
}
