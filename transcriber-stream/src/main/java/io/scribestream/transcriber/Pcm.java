package io.scribestream.transcriber;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;

/** Sound as it travels: signed 16 bit, little endian. */
final class Pcm {

    private static final float FULL_SCALE = 32_768f;

    /** Samples from -1 to 1; the buffer stays as it is, an odd last byte is left out. */
    static float[] samples(ByteBuffer pcm) {
        ShortBuffer shorts = pcm.duplicate().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        float[] samples = new float[shorts.remaining()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = shorts.get(i) / FULL_SCALE;
        }
        return samples;
    }

    private Pcm() {}
}
