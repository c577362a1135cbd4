package io.scribestream.chunker.cut;

import java.util.Arrays;

/**
 * Plays a source to a detector, louder where it is very quiet. The gain follows the loudest half second of the last
 * minute, so that a pause in a loud recording is not made a noise. It changes from block to block, never inside one, and
 * depends on nothing that is still to come.
 */
final class Listening {

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
        double gain = Loudness.gain(Arrays.stream(levels).max().orElseThrow());
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
