package io.scribestream.chunker.cut;

import java.util.Arrays;

/**
 * Plays a source to a detector, louder where it is very quiet: Silero finds 98 % of speech down to a level of -40 dB of
 * full scale, 7 % of it 20 dB lower, and 98 % there too when it is lifted to {@link #AUDIBLE}. The gain follows the loudest
 * half second of the last minute, so a pause in a loud recording is not made a noise, and is 1 for ordinary recordings.
 * Below about -75 dB the steps of 16 bits are all that is left.
 */
final class Listening {

    /** -41 dB of full scale. */
    private static final double AUDIBLE = 300;

    private final SpeechDetector detector;
    /** Of the last blocks, each 8.2 s. */
    private final double[] levels = new double[8];

    private int blocks;
    private short[] louder = new short[0];

    Listening(SpeechDetector detector) {
        this.detector = detector;
    }

    /** @param frames the next block of the source, whole frames */
    float[] probabilities(short[] frames) {
        levels[blocks++ % levels.length] = Loudness.level(frames, frames.length);
        double gain = Loudness.gain(Arrays.stream(levels).max().orElseThrow(), AUDIBLE);
        if (gain == 1) {
            return detector.probabilities(frames);
        }
        if (louder.length != frames.length) {
            louder = new short[frames.length];
        }
        Loudness.amplify(frames, frames.length, gain, louder);
        return detector.probabilities(louder);
    }
}
