package io.scribestream.transcriber.engine.onnx.graph;

import io.scribestream.transcriber.engine.ggml.GgmlModel;

/** The parts that encoder and decoder have in common. */
final class Layers {

    private static final float EPSILON = 1e-5f;

    private final Graph graph;
    private final GgmlModel model;

    Layers(Graph graph, GgmlModel model) {
        this.graph = graph;
        this.model = model;
    }

    float[] tensor(String name) {
        return model.tensor(name);
    }

    Matrix matrix(String name) {
        int[] shape = model.shape(name);
        return new Matrix() {
            @Override
            public int rows() {
                return shape[0];
            }

            @Override
            public int columns() {
                return shape[1];
            }

            @Override
            public float[] rows(int first, int count) {
                float[] rows = new float[count * shape[1]];
                model.read(name, (long) first * shape[1], rows);
                return rows;
            }
        };
    }

    /** With its bias, which the model must have. */
    String linear(Linear kind, String input, String name) {
        return kind.add(graph, input, name + ".weight", matrix(name + ".weight"), tensor(name + ".bias"));
    }

    String normalised(String input, String name) {
        float[] weight = tensor(name + ".weight");
        return graph.op(
                        "LayerNormalization",
                        input,
                        graph.reals(name + ".weight", weight, weight.length),
                        graph.reals(name + ".bias", tensor(name + ".bias"), weight.length))
                .with("axis", -1)
                .with("epsilon", EPSILON)
                .out();
    }

    String gelu(String input) {
        return graph.contributed("Gelu", input).out();
    }

    String turned(String input, long... order) {
        return graph.op("Transpose", input).with("perm", order).out();
    }
}
