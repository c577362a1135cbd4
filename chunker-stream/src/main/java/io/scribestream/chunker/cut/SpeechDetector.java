package io.scribestream.chunker.cut;

/** How likely each stretch of sound is speech. Has a memory: feed one source from its start, in order. */
public interface SpeechDetector extends AutoCloseable {

    /** Samples of 16 kHz that one probability stands for. */
    int FRAME = 512;

    /**
     * @param samples mono 16 kHz; the length is a multiple of {@link #FRAME}
     * @return one probability a frame, 0 to 1
     */
    float[] probabilities(short[] samples);

    @Override
    void close();
}
