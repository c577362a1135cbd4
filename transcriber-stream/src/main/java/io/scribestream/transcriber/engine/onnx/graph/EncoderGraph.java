package io.scribestream.transcriber.engine.onnx.graph;

import io.scribestream.transcriber.engine.ggml.Dimensions;
import io.scribestream.transcriber.engine.ggml.GgmlModel;

/**
 * Whisper's encoder for any even number of mel frames up to 3000: {@code mel [1, bands, frames]} to the {@link Plane}s of
 * half as many frames. A shorter sound costs less, so nothing has to be masked.
 */
final class EncoderGraph {

    /** Added to a channel's scale: where one is constant it stays a number. */
    private static final float TINY = 1e-9f;

    private static final float STEPS = 254;
    private static final int ZERO = 128;

    private final Dimensions dimensions;
    private final Precision precision;
    private final Graph graph;
    private final Layers layers;

    private EncoderGraph(Graph graph, GgmlModel model, Precision precision) {
        this.dimensions = model.dimensions();
        this.precision = precision;
        this.graph = graph;
        this.layers = new Layers(graph, model);
    }

    static void addTo(Graph graph, GgmlModel model, Precision precision) {
        new EncoderGraph(graph, model, precision).build();
    }

    private void build() {
        String mel = graph.input("mel", ElementType.FLOAT, "batch", dimensions.nMels(), "mel_frames");
        if (graph.real() != ElementType.FLOAT) {
            mel = graph.op("Cast", mel).with("to", graph.real().code()).out();
        }
        String stream = withPositions(convolved(mel));
        for (int layer = 0; layer < dimensions.nAudioLayer(); layer++) {
            stream = layer("encoder.blocks." + layer, stream);
        }
        emit(layers.normalised(stream, "encoder.ln_post"));
    }

    private String convolved(String mel) {
        int channels = dimensions.nAudioState();
        String weight = graph.reals(
                "encoder.conv1.weight", layers.tensor("encoder.conv1.weight"), channels, dimensions.nMels(), 3);
        String bias = graph.reals("encoder.conv1.bias", layers.tensor("encoder.conv1.bias"), channels);
        String first = graph.op("Conv", mel, weight, bias)
                .with("kernel_shape", new long[] {3})
                .with("pads", new long[] {1, 1})
                .out();
        return halved(layers.turned(layers.gelu(first), 0, 2, 1));
    }

    /** The second convolution, of width 3 and step 2, as a linear layer over three neighbours side by side. */
    private String halved(String frames) {
        int channels = dimensions.nAudioState();
        String padded = graph.op("Pad", frames, graph.whole(0, 1, 0, 0, 0, 0)).out();
        String neighbours = graph.op(
                        "Concat",
                        everySecond(padded, 0, -2),
                        everySecond(padded, 1, -1),
                        everySecond(padded, 2, Integer.MAX_VALUE))
                .with("axis", 2)
                .out();
        Matrix weights = Matrix.of(channels, 3 * channels, sideBySide(layers.tensor("encoder.conv2.weight"), channels));
        return layers.gelu(precision
                .encoder()
                .add(graph, neighbours, "encoder.conv2.weight", weights, layers.tensor("encoder.conv2.bias")));
    }

    private String everySecond(String frames, long from, long to) {
        return graph.op("Slice", frames, graph.whole(from), graph.whole(to), graph.whole(1), graph.whole(2))
                .out();
    }

    /** {@code [out][in][3]} to {@code [out][3][in]}. */
    private static float[] sideBySide(float[] kernel, int channels) {
        float[] rows = new float[kernel.length];
        for (int i = 0; i < kernel.length; i++) {
            int output = i / (3 * channels);
            int input = i / 3 % channels;
            rows[(output * 3 + i % 3) * channels + input] = kernel[i];
        }
        return rows;
    }

    private String withPositions(String frames) {
        String positions = graph.reals(
                "encoder.positional_embedding",
                layers.tensor("encoder.positional_embedding"),
                dimensions.nAudioCtx(),
                dimensions.nAudioState());
        String count = graph.op("Slice", graph.op("Shape", frames).out(), graph.whole(1), graph.whole(2))
                .out();
        String used = graph.op("Slice", positions, graph.whole(0), count, graph.whole(0))
                .out();
        return graph.op("Add", frames, used).out();
    }

    private String layer(String name, String stream) {
        String heard = layers.normalised(stream, name + ".attn_ln");
        String attention = graph.contributed(
                        "MultiHeadAttention",
                        layers.linear(precision.encoder(), heard, name + ".attn.query"),
                        precision
                                .encoder()
                                .add(
                                        graph,
                                        heard,
                                        name + ".attn.key.weight",
                                        layers.matrix(name + ".attn.key.weight"),
                                        null),
                        layers.linear(precision.encoder(), heard, name + ".attn.value"))
                .with("num_heads", dimensions.nAudioHead())
                .out();
        String seen = graph.op("Add", stream, layers.linear(precision.encoder(), attention, name + ".attn.out"))
                .out();
        String wide = layers.gelu(
                layers.linear(precision.encoder(), layers.normalised(seen, name + ".mlp_ln"), name + ".mlp.0"));
        return graph.op("Add", seen, layers.linear(precision.encoderOutliers(), wide, name + ".mlp.2"))
                .out();
    }

    private void emit(String encoded) {
        if (precision == Precision.INT8) {
            emitQuantised(encoded);
        } else {
            graph.op("Identity", encoded).as("audio");
        }
        for (Plane plane : precision.planes()) {
            graph.output(plane.name(), plane.type(), plane.dimensions(dimensions.nAudioState()));
        }
    }

    /** Every channel on its own, from its lowest to its highest. */
    private void emitQuantised(String encoded) {
        String lowest = extreme("ReduceMin", encoded);
        String highest = extreme("ReduceMax", encoded);
        String centre = graph.op("Mul", graph.op("Add", lowest, highest).out(), graph.scalar(0.5f))
                .as(Plane.CENTRE.name());
        String width = graph.op("Sub", highest, lowest).out();
        String scale = graph.op(
                        "Add", graph.op("Mul", width, graph.scalar(1 / STEPS)).out(), graph.scalar(TINY))
                .as(Plane.SCALE.name());
        String steps =
                graph.op("Div", graph.op("Sub", encoded, centre).out(), scale).out();
        graph.op("QuantizeLinear", steps, graph.scalar(1), graph.scalar(ElementType.UINT8, ZERO))
                .as(Plane.WHOLE.name());
    }

    private String extreme(String operation, String encoded) {
        return graph.op(operation, encoded)
                .with("axes", new long[] {1})
                .with("keepdims", 1)
                .out();
    }
}
