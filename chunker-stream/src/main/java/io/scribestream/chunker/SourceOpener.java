package io.scribestream.chunker;

import io.scribestream.schemas.avro.TranscriptionJob;

/** Opens the source of a job for cutting. Thread-safe; called on the pool's threads, and may take long. */
@FunctionalInterface
interface SourceOpener {

    /**
     * The same bytes and settings give the same cuts, however often they are opened: going on after a restart rests on it.
     *
     * @throws io.scribestream.runtime.RejectedException if the source can never be cut
     * @throws io.scribestream.runtime.UnavailableException if it cannot be reached now; worth another try
     */
    OpenSource open(TranscriptionJob job);
}
