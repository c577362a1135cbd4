package io.scribestream.transcriber.engine.onnx.graph;

import org.jspecify.annotations.Nullable;

/** Weights as they are, in the graph's own type. */
final class FloatLinear implements Linear {

    /** What is held in memory of the largest matrix at a time. */
    private static final int ROWS_AT_ONCE = 1024;

    @Override
    public String add(Graph graph, String input, String name, Matrix weights, float @Nullable [] bias) {
        int rows = weights.rows();
        String matrix = graph.weights(name, graph.real(), new long[] {rows, weights.columns()}, file -> {
            for (int first = 0; first < rows; first += ROWS_AT_ONCE) {
                graph.writeReals(file, weights.rows(first, Math.min(ROWS_AT_ONCE, rows - first)));
            }
        });
        String product = graph.contributed("FusedMatMul", input, matrix)
                .with("transB", 1)
                .out();
        return bias == null
                ? product
                : graph.op("Add", product, graph.reals(name + ".bias", bias, bias.length))
                        .out();
    }
}
