package io.scribestream.transcriber.engine.onnx.session;

import io.scribestream.testkit.Corpus;
import io.scribestream.transcriber.engine.TestData;
import io.scribestream.transcriber.engine.ggml.Dimensions;
import io.scribestream.transcriber.engine.ggml.GgmlModel;
import io.scribestream.transcriber.engine.onnx.features.LogMel;
import io.scribestream.transcriber.engine.onnx.graph.BuiltGraphs;
import io.scribestream.transcriber.engine.onnx.graph.GraphCache;
import io.scribestream.transcriber.engine.onnx.graph.GraphSettings;
import io.scribestream.transcriber.engine.onnx.graph.Precision;
import io.scribestream.transcriber.engine.onnx.words.AlignmentHeads.Head;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** Both halves of a small model, open, with all heads of the last layer to align with. */
record Network(Dimensions dimensions, LogMel features, Encoder encoder, Decoder decoder) implements AutoCloseable {

    static Network open(String name, Precision precision, int rows) {
        Path file = name.equals("base") ? TestData.model() : Corpus.requireShared("models/ggml-" + name + "-q8_0.bin");
        try (GgmlModel model = GgmlModel.open(file)) {
            Dimensions dimensions = model.dimensions();
            GraphSettings settings = new GraphSettings(
                    precision,
                    IntStream.range(0, dimensions.nTextHead())
                            .mapToObj(head -> new Head(dimensions.nTextLayer() - 1, head))
                            .toList());
            GraphCache cache = new GraphCache(Path.of("target/graphs"));
            BuiltGraphs graphs = cache.of(name, model, settings);
            SessionSettings how = new SessionSettings(1, false);
            return new Network(
                    dimensions,
                    new LogMel(model.filters()),
                    Encoder.open(graphs, how),
                    Decoder.open(graphs, model, rows, how));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Encodes the beginning of the recording that the reference values are of. */
    EncodedAudio hear(int melFrames) {
        return (EncodedAudio) encoder.encode(features.of(TestData.jfk(), melFrames), melFrames);
    }

    @Override
    public void close() {
        encoder.close();
        decoder.close();
    }
}
