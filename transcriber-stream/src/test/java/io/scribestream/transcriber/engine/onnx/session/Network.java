package io.scribestream.transcriber.engine.onnx.session;

import io.scribestream.testkit.Corpus;
import io.scribestream.testkit.Repository;
import io.scribestream.transcriber.engine.ggml.Dimensions;
import io.scribestream.transcriber.engine.ggml.GgmlModel;
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
record Network(Dimensions dimensions, Encoder encoder, Decoder decoder) implements AutoCloseable {

    static Network open(String name, Precision precision, int rows) {
        Path file = name.equals("base")
                ? Repository.file("models/ggml-base-q8_0.bin")
                : Corpus.requireShared("models/ggml-" + name + "-q8_0.bin");
        try (GgmlModel model = GgmlModel.open(file)) {
            Dimensions dimensions = model.dimensions();
            GraphSettings settings = new GraphSettings(
                    precision,
                    IntStream.range(0, dimensions.nTextHead())
                            .mapToObj(head -> new Head(dimensions.nTextLayer() - 1, head))
                            .toList());
            GraphCache cache = new GraphCache(Repository.root().resolve("transcriber-stream/target/graphs"));
            BuiltGraphs graphs = cache.of(name, model, settings);
            SessionSettings how = new SessionSettings(1, false);
            return new Network(dimensions, Encoder.open(graphs, how), Decoder.open(graphs, model, rows, how));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Encodes the sound that the script made up for the reference values. */
    EncodedAudio hear(int melFrames) {
        int bands = dimensions.nMels();
        float[] mel = new float[bands * melFrames];
        for (int band = 0; band < bands; band++) {
            for (int frame = 0; frame < melFrames; frame++) {
                double tone = Math.cos((band - 20 - 8 * Math.sin(frame / 37.0)) * 0.55) * Math.exp(-band / 45.0);
                double syllable = Math.pow(Math.sin(frame / 6.3), 2);
                mel[band * melFrames + frame] = (float) (0.3 + 1.2 * tone * syllable - 0.008 * band);
            }
        }
        return (EncodedAudio) encoder.encode(mel, melFrames);
    }

    @Override
    public void close() {
        encoder.close();
        decoder.close();
    }
}
