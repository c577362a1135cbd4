package io.scribestream.transcriber.engine.onnx.graph;

import org.jspecify.annotations.Nullable;

/** How the weights of a linear layer are kept and multiplied. */
interface Linear {

    /**
     * Adds such a layer to a graph.
     *
     * @param input {@code [..., columns]}
     * @param name of the weights; the other values' names begin with it
     * @return {@code [..., rows]}
     */
    String add(Graph graph, String input, String name, Matrix weights, float @Nullable [] bias);
}
