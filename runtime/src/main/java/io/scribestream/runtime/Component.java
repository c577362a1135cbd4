package io.scribestream.runtime;

/** A part of a process that lives as long as it does: the one idea of health and of an orderly end. */
public interface Component extends AutoCloseable {

    String name();

    /** How it is at this moment; quick, from any thread, and never an exception. */
    Health check();

    /**
     * How it is, with a look at what it depends on; may wait.
     *
     * @throws Exception if that does not answer and it cannot do without
     */
    default Health look() throws Exception {
        return check();
    }

    /** Ends it in order; a second call does nothing. */
    @Override
    void close();
}
