package io.scribestream.ingest.events;

import java.util.Optional;

/** What a request waits for. Never asked by two threads at once. */
public interface Wait<T> {

    /**
     * Whether it came.
     *
     * @throws org.apache.kafka.streams.errors.InvalidStateStoreException while the board is not ready; it is asked again
     */
    Optional<T> look();

    /** Answers with what came, on a thread that may wait for the client; what it throws becomes the answer. */
    void answer(T came);

    /** This process ends before it came: what the client gets to read instead. */
    RuntimeException farewell();

    /** The client may not have it any more: what it gets to read instead. */
    RuntimeException refusal();

    /** The client went away before that, or was sent away; may take its time. */
    void gone();
}
