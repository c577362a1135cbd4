package io.scribestream.transcriber.engine.onnx.words;

/**
 * Where the alignment heads looked while one token was chosen: weights after softmax, by head and frame of 20 ms. Held
 * in the upper 16 bits of each float: a large model looks with 23 heads at 1500 frames for each token, and three digits
 * are enough to see where.
 */
public final class Attention {

    private final short[] weights;
    private final int heads;
    private final int frames;

    private Attention(short[] weights, int heads) {
        this.weights = weights;
        this.heads = heads;
        this.frames = weights.length / heads;
    }

    /** @param weights row-major {@code [heads][frames]}, copied */
    public static Attention of(float[] weights, int heads) {
        if (heads < 1 || weights.length % heads != 0) {
            throw new IllegalArgumentException(weights.length + " weights are no rows of " + heads + " heads");
        }
        short[] upper = new short[weights.length];
        for (int i = 0; i < weights.length; i++) {
            upper[i] = (short) (Float.floatToRawIntBits(weights[i]) >>> 16);
        }
        return new Attention(upper, heads);
    }

    int heads() {
        return heads;
    }

    int frames() {
        return frames;
    }

    /** The weights of one head, by frame. */
    void read(int head, float[] into) {
        int from = head * frames;
        for (int frame = 0; frame < frames; frame++) {
            into[frame] = Float.intBitsToFloat(weights[from + frame] << 16);
        }
    }
}
