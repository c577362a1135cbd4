package io.scribestream.transcriber.engine.onnx.graph;

import org.jspecify.annotations.Nullable;

/**
 * Inputs in unsigned 8 bits with one scale for all of them, found as they come; weights in 7 bits with a scale for each
 * output. The fastest product for many rows.
 */
final class DynamicLinear implements Linear {

    @Override
    public String add(Graph graph, String input, String name, Matrix weights, float @Nullable [] bias) {
        int rows = weights.rows();
        Quantiser.Quantised quantised = Quantiser.perOutput(weights);
        String values = graph.weights(
                name, ElementType.INT8, new long[] {weights.columns(), rows}, file -> file.bytes(quantised.values()));
        String scales = graph.reals(name + ".scale", quantised.scales(), rows);
        String zeros =
                graph.weights(name + ".zero", ElementType.INT8, new long[] {rows}, file -> file.bytes(new byte[rows]));
        return bias == null
                ? graph.contributed("DynamicQuantizeMatMul", input, values, scales, zeros)
                        .out()
                : graph.contributed(
                                "DynamicQuantizeMatMul",
                                input,
                                values,
                                scales,
                                zeros,
                                graph.reals(name + ".bias", bias, rows))
                        .out();
    }
}
