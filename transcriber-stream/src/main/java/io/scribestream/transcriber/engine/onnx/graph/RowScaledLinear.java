package io.scribestream.transcriber.engine.onnx.graph;

import org.jspecify.annotations.Nullable;

/**
 * As {@link DynamicLinear}, but every row of the input is brought to the same largest value before, and back after: for
 * inputs where few rows are far larger than all others and would leave no steps for them. Only for outputs of GELU, which
 * never fall below -0.17: their largest value is then their range.
 */
final class RowScaledLinear implements Linear {

    private static final float LOWEST_OF_GELU = 0.17f;

    private final Linear product = new DynamicLinear();

    @Override
    public String add(Graph graph, String input, String name, Matrix weights, float @Nullable [] bias) {
        String largest = graph.op("ReduceMax", input)
                .with("axes", new long[] {-1})
                .with("keepdims", 1)
                .out();
        String range = graph.op("Max", largest, graph.scalar(LOWEST_OF_GELU)).out();
        String scaled = graph.op("Div", input, range).out();
        String result = graph.op("Mul", product.add(graph, scaled, name, weights, null), range)
                .out();
        return bias == null
                ? result
                : graph.op("Add", result, graph.reals(name + ".bias", bias, bias.length))
                        .out();
    }
}
