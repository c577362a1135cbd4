package io.scribestream.transcriber.engine.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.testkit.Corpus;
import io.scribestream.transcriber.engine.EngineSettings.Device;
import io.scribestream.transcriber.engine.ggml.Dimensions;
import io.scribestream.transcriber.engine.ggml.RandomModel;
import io.scribestream.transcriber.engine.onnx.OnnxConfig;
import io.scribestream.transcriber.engine.onnx.OnnxEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kept graphs that fit their manifest, and that the runtime cannot open all the same. */
class UselessGraphsTest {

    @TempDir
    Path cache;

    @Test
    void areBuiltOnceMore() throws IOException {
        Path model = Corpus.requireShared("models/ggml-tiny.en-q8_0.bin");
        OnnxEngine.load(config(model)).close();
        Path graph = onlyFolder(cache.resolve("graphs")).resolve("decoder.onnx");
        byte[] right = Files.readAllBytes(graph);
        Files.writeString(graph, "no graph");
        Manifest.write(graph.resolveSibling(""));

        OnnxEngine.load(config(model)).close();

        assertThat(graph).hasBinaryContent(right);
    }

    @Test
    void endTheStartWithASentenceWhereABuildDoesNotHelp() throws IOException {
        Path model = RandomModel.writeWrong(
                cache.resolve("model.bin"),
                new Dimensions(51_865, 1500, 64, 1, 1, 448, 64, 1, 1, 80),
                "decoder.blocks.0.mlp.0.weight");

        assertThatThrownBy(() -> OnnxEngine.load(config(model)))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageStartingWith("ONNX Runtime cannot open " + cache);
    }

    private OnnxConfig config(Path model) {
        return new OnnxConfig(model, 1, 1, Device.CPU, Precision.INT8, 1, cache);
    }

    private static Path onlyFolder(Path home) throws IOException {
        try (Stream<Path> all = Files.list(home)) {
            return all.reduce((one, other) -> {
                        throw new AssertionError(one + " and " + other);
                    })
                    .orElseThrow();
        }
    }
}
