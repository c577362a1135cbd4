package io.scribestream.chunker;

import io.scribestream.chunker.cut.Cut;
import org.jspecify.annotations.Nullable;

/** A source that is being cut, from its start to its end. For one thread at a time. */
interface OpenSource extends AutoCloseable {

    /**
     * The next chunk, decoding as much as it needs.
     *
     * @return null at the end of the source
     * @throws io.scribestream.runtime.RejectedException if the source cannot be decoded further
     * @throws io.scribestream.runtime.UnavailableException if it cannot be reached now
     */
    @Nullable
    Cut next();

    /** Length that the source says it has, in seconds; -1 where it does not say. */
    double declaredSeconds();

    /** Samples of 16 kHz decoded so far; after the end, the source's length. */
    long samples();

    /** After the end: what was wrong with the source, for people; empty for nothing. */
    String damage();

    @Override
    void close();
}
