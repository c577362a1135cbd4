package io.scribestream.transcriber.engine.onnx.graph;

/** Weights in 8 bits. Symmetric: what comes back is the whole number times its scale. */
final class Quantiser {

    /** Of numbers that share a scale, as in ggml's q8_0. */
    static final int BLOCK = 32;

    /**
     * The largest weight of a product with unsigned 8-bit numbers. AVX2 adds two products in 16 bits, which two of 255 x 127
     * would overflow; 255 x 63 leave room. It costs no words where there is no such limit.
     */
    static final int SEVEN_BITS = 63;

    private static final int EIGHT_BITS = 127;
    private static final int UNSIGNED_ZERO = 128;
    private static final int TILE = 64;

    private Quantiser() {}

    /** @param values all of them, and a scale for each group */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Quantised(byte[] values, float[] scales) {}

    /**
     * Columns for outputs, as products have them, each with its scale, between -63 and 63.
     *
     * @param weights {@code [outputs][inputs]}
     * @return values {@code [inputs][outputs]}, a scale for each output
     */
    static Quantised perOutput(Matrix weights) {
        int outputs = weights.rows();
        int inputs = weights.columns();
        byte[] values = new byte[inputs * outputs];
        float[] scales = new float[outputs];
        byte[] tile = new byte[TILE * inputs];
        for (int first = 0; first < outputs; first += TILE) {
            int count = Math.min(TILE, outputs - first);
            float[] rows = weights.rows(first, count);
            for (int row = 0; row < count; row++) {
                scales[first + row] = round(rows, row * inputs, inputs, SEVEN_BITS, 0, tile, row * inputs);
            }
            for (int input = 0; input < inputs; input++) {
                for (int row = 0; row < count; row++) {
                    values[input * outputs + first + row] = tile[row * inputs + input];
                }
            }
        }
        return new Quantised(values, scales);
    }

    /**
     * Blocks of 32 along each row, unsigned around 128. Weights that come from q8_0 get their own scales back: the largest
     * of such a block is 127 times its scale.
     *
     * @param rows whole ones, whose length is a multiple of 32
     */
    static Quantised blocks(float[] rows) {
        byte[] values = new byte[rows.length];
        float[] scales = new float[rows.length / BLOCK];
        for (int block = 0; block < scales.length; block++) {
            int at = block * BLOCK;
            scales[block] = round(rows, at, BLOCK, EIGHT_BITS, UNSIGNED_ZERO, values, at);
        }
        return new Quantised(values, scales);
    }

    /** @return the scale */
    private static float round(float[] from, int start, int count, int limit, int zero, byte[] to, int at) {
        float largest = 0;
        for (int i = start; i < start + count; i++) {
            largest = Math.max(largest, Math.abs(from[i]));
        }
        float scale = largest / limit;
        float inverse = largest == 0 ? 0 : limit / largest;
        for (int i = 0; i < count; i++) {
            to[at + i] = (byte) (Math.round(from[start + i] * inverse) + zero);
        }
        return largest == 0 ? 1 : scale;
    }
}
