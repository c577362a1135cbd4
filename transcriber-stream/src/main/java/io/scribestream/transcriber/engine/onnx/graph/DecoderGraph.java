package io.scribestream.transcriber.engine.onnx.graph;

import io.scribestream.transcriber.engine.ggml.Dimensions;
import io.scribestream.transcriber.engine.ggml.GgmlModel;
import io.scribestream.transcriber.engine.onnx.words.AlignmentHeads.Head;
import java.util.ArrayList;
import java.util.List;

/**
 * Whisper's decoder, one step for a batch of rows of different lengths.
 *
 * <p>In: {@code text [batch, given, channels]}, tokens with their positions already embedded; {@code last [batch]}, the
 * position of each row's last given token; {@code total []}, the most tokens any row has now; {@code keys.N} and {@code
 * values.N [batch, heads, room, 64]}, each row's own text so far, from position 0; the {@link Plane}s of what each
 * listens to; {@code mask [batch, 1, frames]}, 0 for its frames and very low beyond.
 *
 * <p>Out: {@code logits [batch, vocabulary]} after the last given token; {@code alignment [batch, heads, frames]}, where the
 * alignment heads looked at that token; {@code keys_now.N} and {@code values_now.N}, to be written over what came in.
 */
final class DecoderGraph {

    private static final int HEAD = GraphSettings.HEAD;

    private final Dimensions dimensions;
    private final List<Head> alignment;
    private final Precision precision;
    private final Graph graph;
    private final Layers layers;

    private DecoderGraph(Graph graph, GgmlModel model, Precision precision, List<Head> alignment) {
        this.dimensions = model.dimensions();
        this.alignment = alignment;
        this.precision = precision;
        this.graph = graph;
        this.layers = new Layers(graph, model);
    }

    static void addTo(Graph graph, GgmlModel model, Precision precision, List<Head> alignment) {
        new DecoderGraph(graph, model, precision, alignment).build();
    }

    private void build() {
        String stream = real(graph.input("text", ElementType.FLOAT, "batch", "given", dimensions.nTextState()));
        graph.input("last", ElementType.INT32, "batch");
        graph.input("total", ElementType.INT32);
        CrossAttention listening = new CrossAttention(dimensions, precision, graph, layers, "text");
        List<String> probabilities = new ArrayList<>();
        for (int layer = 0; layer < dimensions.nTextLayer(); layer++) {
            stream = layer(layer, stream, listening, probabilities);
        }
        logits(stream);
        String[] looked = alignment.stream()
                .map(head -> listening.atLastToken(probabilities.get(head.layer()), head.head()))
                .toArray(String[]::new);
        emit(graph.op("Concat", looked).with("axis", 1).out(), "alignment");
        graph.output("alignment", ElementType.FLOAT, "batch", alignment.size(), "frames");
    }

    private String layer(int layer, String stream, CrossAttention listening, List<String> probabilities) {
        String name = "decoder.blocks." + layer;
        String said = graph.op("Add", stream, remembering(layer, layers.normalised(stream, name + ".attn_ln")))
                .out();
        CrossAttention.Heard heard = listening.add(name, layers.normalised(said, name + ".cross_attn_ln"));
        probabilities.add(heard.probabilities());
        String both = graph.op("Add", said, heard.output()).out();
        String wide = layers.gelu(
                layers.linear(precision.decoder(), layers.normalised(both, name + ".mlp_ln"), name + ".mlp.0"));
        return graph.op("Add", both, layers.linear(precision.decoder(), wide, name + ".mlp.2"))
                .out();
    }

    /** Self-attention. Keys and values are written into the room that came in: nothing is copied between steps. */
    private String remembering(int layer, String input) {
        String name = "decoder.blocks." + layer + ".attn";
        int channels = dimensions.nTextState();
        int heads = dimensions.nTextHead();
        String all = precision
                .decoder()
                .add(graph, input, name + ".weight", Stacked.of(layers, name, channels), biases(name, channels));
        List<String> kept = List.of("keys", "values");
        for (String what : kept) {
            graph.input(what + "." + layer, graph.real(), "batch", heads, "room", HEAD);
            graph.output(what + "_now." + layer, graph.real(), "batch", heads, "room", HEAD);
        }
        List<String> attention = graph.contributed(
                        "GroupQueryAttention", all, "", "", "keys." + layer, "values." + layer, "last", "total")
                .with("num_heads", heads)
                .with("kv_num_heads", heads)
                .as(List.of(graph.fresh("t"), "keys_now." + layer, "values_now." + layer));
        return layers.linear(precision.decoder(), attention.get(0), name + ".out");
    }

    /** Whisper's keys have none. */
    private float[] biases(String name, int channels) {
        float[] all = new float[3 * channels];
        System.arraycopy(layers.tensor(name + ".query.bias"), 0, all, 0, channels);
        System.arraycopy(layers.tensor(name + ".value.bias"), 0, all, 2 * channels, channels);
        return all;
    }

    private void logits(String stream) {
        String last = graph.op("Gather", stream, graph.wholeScalar(-1))
                .with("axis", 1)
                .out();
        String name = "decoder.token_embedding.weight";
        String scores =
                precision.decoder().add(graph, layers.normalised(last, "decoder.ln"), name, layers.matrix(name), null);
        emit(scores, "logits");
        graph.output("logits", ElementType.FLOAT, "batch", dimensions.nVocab());
    }

    private String real(String floats) {
        return graph.real() == ElementType.FLOAT
                ? floats
                : graph.op("Cast", floats).with("to", graph.real().code()).out();
    }

    /** In floats: a cast that changes nothing would still be a copy of all logits. */
    private void emit(String value, String name) {
        if (graph.real() == ElementType.FLOAT) {
            graph.op("Identity", value).as(name);
            return;
        }
        graph.op("Cast", value).with("to", ElementType.FLOAT.code()).as(name);
    }
}
