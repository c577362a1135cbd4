package io.scribestream.chunker.cut;

/** Where the cutter gets its sound from: mono 16 kHz signed 16-bit samples, once, in order. */
@FunctionalInterface
public interface Samples {

    /** Samples in a second of sound, everywhere in this package. */
    int RATE = 16_000;

    /**
     * Reads the next samples, waiting for at least one.
     *
     * @return how many were read; -1 at the end of the source
     */
    int read(short[] into, int offset, int length);
}
