package io.scribestream.chunker.decode;

/** The sound of a source as mono 16 kHz signed 16-bit samples, read once from its start. For one thread at a time. */
public interface PcmSource extends AutoCloseable {

    /** Samples per second. */
    int RATE = 16_000;

    /**
     * Reads the next samples, waiting for at least one.
     *
     * @return how many were read; -1 at the end of the source
     * @throws io.scribestream.runtime.RejectedException if the source cannot be decoded
     */
    int read(short[] into, int offset, int length);

    /** Length that the source says it has, in seconds; -1 where it does not say. */
    double declaredSeconds();

    /** After the end: what was wrong with the source, for people; empty for nothing. */
    String damage();

    @Override
    void close();
}
