package io.scribestream.transcriber.engine.onnx.graph;

import io.scribestream.transcriber.engine.ggml.Dimensions;
import java.nio.file.Path;

/** Graphs ready to be opened, their weights beside them. */
public record BuiltGraphs(Path encoder, Path decoder, Dimensions dimensions, GraphSettings settings) {

    static BuiltGraphs in(Path folder, Dimensions dimensions, GraphSettings settings) {
        return new BuiltGraphs(folder.resolve("encoder.onnx"), folder.resolve("decoder.onnx"), dimensions, settings);
    }
}
