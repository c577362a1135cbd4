package io.scribestream.chunker.fetch;

import io.scribestream.schemas.avro.Source;
import java.util.function.BooleanSupplier;

/** Fetches one kind of remote source. Safe for threads; called on a thread that may wait. */
public interface Fetcher {

    /** Whom it asks for a source, so that one that does not answer is not asked by many at once: a host. */
    String host(Source source);

    /**
     * Fetches a source into its slot until it is whole there; goes on behind what the slot holds already.
     *
     * @param cancelled asked now and then; once true, the call ends soon
     * @throws java.util.concurrent.CancellationException if it was cancelled
     * @throws io.scribestream.runtime.RejectedException if it can or may never be fetched
     * @throws io.scribestream.runtime.UnavailableException if it cannot be fetched now; what came so far stays in the slot
     */
    void fetch(Source source, Spool.Slot slot, BooleanSupplier cancelled);
}
