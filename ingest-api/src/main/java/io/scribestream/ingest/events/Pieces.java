package io.scribestream.ingest.events;

import org.jspecify.annotations.Nullable;

/** What a live answer consists of. Never asked by two threads at once. */
public interface Pieces {

    /**
     * What comes next; null where there is nothing at the moment, or nothing any more. Asked only when the client has
     * taken all before it, so that a slow one finds what is true by then, and nothing waits for it in memory.
     *
     * @throws org.apache.kafka.streams.errors.InvalidStateStoreException while the board is not ready; it is asked again
     */
    byte @Nullable [] next();

    /** Whether the answer ends here, once {@link #next} gave null. */
    boolean isOver();

    /** This process ends: the last word, where there is one; it is the answer's end. */
    default byte @Nullable [] farewell() {
        return null;
    }

    /** The client went away before the end, or was sent away; may take its time. */
    default void gone() {}
}
