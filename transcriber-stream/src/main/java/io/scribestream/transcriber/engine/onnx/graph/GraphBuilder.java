package io.scribestream.transcriber.engine.onnx.graph;

import io.scribestream.transcriber.engine.ggml.GgmlModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** Writes both graphs of a model, each in a thread of its own. */
final class GraphBuilder {

    /** To be raised with every change of what is built, so that graphs made before are not taken for it. */
    static final int VERSION = 3;

    private GraphBuilder() {}

    /** @throws IOException if the folder cannot hold them */
    static void build(Path folder, GgmlModel model, GraphSettings settings) throws IOException {
        BuiltGraphs graphs = BuiltGraphs.in(folder, model.dimensions(), settings);
        CompletableFuture<Void> encoder = CompletableFuture.runAsync(() -> write(
                graphs.encoder(),
                settings.precision(),
                graph -> EncoderGraph.addTo(graph, model, settings.precision())));
        try {
            write(
                    graphs.decoder(),
                    settings.precision(),
                    graph -> DecoderGraph.addTo(graph, model, settings.precision(), settings.alignment()));
            encoder.join();
        } catch (UncheckedIOException e) {
            encoder.exceptionally(failed -> null).join();
            throw e.getCause();
        } catch (CompletionException e) {
            throw e.getCause() instanceof UncheckedIOException io ? io.getCause() : new IOException(e.getCause());
        }
    }

    private static void write(Path file, Precision precision, Consumer<Graph> parts) {
        Path weights = file.resolveSibling(file.getFileName() + ".weights");
        try (WeightFile written = new WeightFile(weights)) {
            Graph graph = new Graph(precision.real(), written);
            parts.accept(graph);
            Files.write(file, graph.toBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
