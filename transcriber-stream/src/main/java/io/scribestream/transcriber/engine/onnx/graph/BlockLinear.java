package io.scribestream.transcriber.engine.onnx.graph;

import org.jspecify.annotations.Nullable;

/**
 * Weights in 8-bit blocks of 32, each with its scale; the product quantises its input the same way. The best for few
 * rows: every weight is read once a step, and there are four times fewer bytes of them.
 */
final class BlockLinear implements Linear {

    /** To the runtime: multiply in 8 bits. */
    private static final int ACCURACY_8_BITS = 4;

    /** What is held in memory of the largest matrix at a time. */
    private static final int ROWS_AT_ONCE = 1024;

    @Override
    public String add(Graph graph, String input, String name, Matrix weights, float @Nullable [] bias) {
        int rows = weights.rows();
        int columns = weights.columns();
        int blocks = columns / Quantiser.BLOCK;
        float[] scales = new float[rows * blocks];
        String values = graph.weights(name, ElementType.UINT8, new long[] {rows, blocks, Quantiser.BLOCK}, file -> {
            for (int first = 0; first < rows; first += ROWS_AT_ONCE) {
                int count = Math.min(ROWS_AT_ONCE, rows - first);
                Quantiser.Quantised part = Quantiser.blocks(weights.rows(first, count));
                file.bytes(part.values());
                System.arraycopy(part.scales(), 0, scales, first * blocks, count * blocks);
            }
        });
        String scale = graph.reals(name + ".scale", scales, scales.length);
        Node product = bias == null
                ? graph.contributed("MatMulNBits", input, values, scale)
                : graph.contributed(
                        "MatMulNBits", input, values, scale, "", "", graph.reals(name + ".bias", bias, rows));
        return product.with("K", columns)
                .with("N", rows)
                .with("bits", 8)
                .with("block_size", Quantiser.BLOCK)
                .with("accuracy_level", ACCURACY_8_BITS)
                .out();
    }
}
