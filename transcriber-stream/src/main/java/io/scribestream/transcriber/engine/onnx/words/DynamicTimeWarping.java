package io.scribestream.transcriber.engine.onnx.words;

import java.util.Arrays;

/** The way through a matrix of tokens and frames on which most is seen: in steps of one token, one frame or both. */
final class DynamicTimeWarping {

    private static final byte BOTH = 0;
    private static final byte TOKEN = 1;
    private static final byte FRAME = 2;

    private DynamicTimeWarping() {}

    /**
     * From the first token and frame to the last ones.
     *
     * @param gains {@code [tokens][frames]}, at least one of each
     * @return for each token the first frame on the way, never before that of the token before it
     */
    static int[] starts(float[][] gains) {
        byte[][] steps = steps(gains);
        int[] starts = new int[gains.length];
        int token = gains.length - 1;
        int frame = gains[0].length - 1;
        while (token > 0 || frame > 0) {
            starts[token] = frame;
            byte step = token == 0 ? FRAME : frame == 0 ? TOKEN : steps[token][frame];
            token -= step == FRAME ? 0 : 1;
            frame -= step == TOKEN ? 0 : 1;
        }
        starts[0] = 0;
        return starts;
    }

    /** The last step of the best way to each place. */
    private static byte[][] steps(float[][] gains) {
        int frames = gains[0].length;
        byte[][] steps = new byte[gains.length][frames];
        double[] above = new double[frames + 1];
        double[] here = new double[frames + 1];
        Arrays.fill(above, Double.NEGATIVE_INFINITY);
        above[0] = 0;
        for (int token = 0; token < gains.length; token++) {
            here[0] = Double.NEGATIVE_INFINITY;
            for (int frame = 0; frame < frames; frame++) {
                double both = above[frame];
                double oneToken = above[frame + 1];
                double oneFrame = here[frame];
                byte step = both > oneToken && both > oneFrame ? BOTH : oneToken > oneFrame ? TOKEN : FRAME;
                steps[token][frame] = step;
                double best = step == BOTH ? both : step == TOKEN ? oneToken : oneFrame;
                here[frame + 1] = best + gains[token][frame];
            }
            double[] done = above;
            above = here;
            here = done;
        }
        return steps;
    }
}
