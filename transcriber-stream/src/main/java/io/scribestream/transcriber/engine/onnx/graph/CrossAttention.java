package io.scribestream.transcriber.engine.onnx.graph;

import io.scribestream.transcriber.engine.ggml.Dimensions;

/**
 * Cross-attention without keys and values: with a query q of head h, its scores are {@code (q Wk_h) audio'} and its output
 * is {@code (p audio) Wv_h'}, so that all heads of all layers read the encoder's output itself. In 8 bits that is 1.5 MB a
 * chunk and step with the base model where keys and values are 37, and reading is what a step costs.
 *
 * <p>Whisper's keys have no bias; the values' goes into the output's, since probabilities sum up to 1.
 */
final class CrossAttention {

    private static final int HEAD = GraphSettings.HEAD;
    private static final float SCORE_SCALE = 1 / 8f; // 1 / sqrt(HEAD)

    private final Dimensions dimensions;
    private final Linear linear;
    private final Graph graph;
    private final Layers layers;
    private final AudioProducts audio;
    private final String oneRowEach;

    /** @param text an input whose first dimension is the batch */
    CrossAttention(Dimensions dimensions, Precision precision, Graph graph, Layers layers, String text) {
        this.dimensions = dimensions;
        this.linear = precision.decoder();
        this.graph = graph;
        this.layers = layers;
        this.audio = AudioProducts.of(precision, graph, dimensions.nAudioState());
        String batch = graph.op("Slice", graph.op("Shape", text).out(), graph.whole(0), graph.whole(1))
                .out();
        this.oneRowEach = graph.op("Concat", batch, graph.whole(-1, dimensions.nTextState()))
                .with("axis", 0)
                .out();
    }

    /**
     * @param output {@code [batch, given, channels]}
     * @param probabilities {@code [batch, given x heads, frames]}
     */
    record Heard(String output, String probabilities) {}

    Heard add(String layer, String input) {
        String name = layer + ".cross_attn";
        int heads = dimensions.nTextHead();
        String queries = perHead(layers.linear(linear, input, name + ".query"), HEAD);
        String absorbed = graph.op("MatMul", queries, keys(name)).out();
        String probabilities = audio.probabilities(together(absorbed));
        String sums = perHead(audio.sums(probabilities), dimensions.nTextState());
        String values = together(graph.op("MatMul", sums, values(name)).out());
        String output =
                linear.add(graph, values, name + ".out.weight", layers.matrix(name + ".out.weight"), outputBias(name));
        return new Heard(output, probabilities);
    }

    /** {@code [batch, 1, frames]}. */
    String atLastToken(String probabilities, int head) {
        return graph.op("Gather", probabilities, graph.whole(head - dimensions.nTextHead()))
                .with("axis", 1)
                .out();
    }

    /** To {@code [heads, batch x given, width]}. */
    private String perHead(String value, int width) {
        String shaped = graph.op("Reshape", value, graph.whole(-1, dimensions.nTextHead(), width))
                .out();
        return layers.turned(shaped, 1, 0, 2);
    }

    /** Back from there, to the batch with as many rows of all channels as it gives. */
    private String together(String perHead) {
        return graph.op("Reshape", layers.turned(perHead, 1, 0, 2), oneRowEach).out();
    }

    private String keys(String name) {
        int channels = dimensions.nTextState();
        float[] weights = layers.tensor(name + ".key.weight").clone();
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= SCORE_SCALE;
        }
        return graph.reals(name + ".key.weight", weights, dimensions.nTextHead(), HEAD, channels);
    }

    /** {@code [heads][64][channels]} turned round. */
    private String values(String name) {
        int channels = dimensions.nTextState();
        float[] weights = layers.tensor(name + ".value.weight");
        float[] turned = new float[weights.length];
        for (int row = 0; row < channels; row++) {
            int start = row / HEAD * channels * HEAD + row % HEAD;
            for (int column = 0; column < channels; column++) {
                turned[start + column * HEAD] = weights[row * channels + column];
            }
        }
        return graph.reals(name + ".value.weight", turned, dimensions.nTextHead(), channels, HEAD);
    }

    /** The output's own and what it makes of the values'. */
    private float[] outputBias(String name) {
        float[] bias = layers.tensor(name + ".out.bias").clone();
        float[] valueBias = layers.tensor(name + ".value.bias");
        float[] weights = layers.tensor(name + ".out.weight");
        for (int row = 0; row < bias.length; row++) {
            double sum = 0;
            for (int column = 0; column < valueBias.length; column++) {
                sum += (double) weights[row * valueBias.length + column] * valueBias[column];
            }
            bias[row] += (float) sum;
        }
        return bias;
    }
}
