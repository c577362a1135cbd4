package io.scribestream.chunker.cut;

import static io.scribestream.chunker.cut.SpeechDetector.FRAME;

import java.util.Arrays;

/** How loud sound is, and how to make it louder. */
final class Loudness {

    /** Half a second: a click does not make sound loud, a word does. */
    private static final int LOUD_FRAMES = 16;
    /** 40 dB. Beyond it there is nothing but the steps of 16 bits. */
    private static final double MOST = 100;

    /** The root mean square, 0 to 32768, that half a second of this sound exceeds. */
    static double level(short[] samples, int count) {
        double[] frames = new double[(count + FRAME - 1) / FRAME];
        if (frames.length == 0) {
            return 0;
        }
        for (int frame = 0; frame < frames.length; frame++) {
            frames[frame] = power(samples, frame * FRAME, Math.min(count, (frame + 1) * FRAME));
        }
        Arrays.sort(frames);
        return Math.sqrt(frames[Math.max(0, frames.length - LOUD_FRAMES)]);
    }

    /** What lifts a level to another one; 1 where it is there already, or where nothing is heard. */
    static double gain(double level, double wanted) {
        return level <= 0 || level >= wanted ? 1 : Math.min(MOST, wanted / level);
    }

    static void amplify(short[] samples, int count, double gain, short[] into) {
        for (int i = 0; i < count; i++) {
            into[i] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(samples[i] * gain)));
        }
    }

    private static double power(short[] samples, int from, int to) {
        long squares = 0;
        for (int i = from; i < to; i++) {
            squares += samples[i] * samples[i];
        }
        return (double) squares / (to - from);
    }

    private Loudness() {}
}
