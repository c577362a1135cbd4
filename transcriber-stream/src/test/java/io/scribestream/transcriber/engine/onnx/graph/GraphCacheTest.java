package io.scribestream.transcriber.engine.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.testkit.Corpus;
import io.scribestream.transcriber.engine.ggml.GgmlModel;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphCacheTest {

    private static final String SUM = "0123456789ab";

    @TempDir
    Path home;

    private GgmlModel model;
    private GraphSettings settings;

    @BeforeEach
    void open() {
        model = GgmlModel.open(Corpus.requireShared("models/ggml-tiny.en-q8_0.bin"));
        settings = GraphSettings.of(Precision.INT8, model.dimensions());
    }

    @AfterEach
    void close() throws IOException {
        if (model != null) {
            model.close();
        }
    }

    @Test
    void buildsAModelOnlyOnce() throws IOException {
        // Given
        FileTime built = Files.getLastModifiedTime(graphs().decoder());
        // When
        BuiltGraphs again = graphs();
        // Then
        assertThat(Files.getLastModifiedTime(again.decoder())).isEqualTo(built);
        assertThat(folders()).hasSize(1);
    }

    @Test
    void keepsOtherHeadsApart() throws IOException {
        graphs();
        GraphSettings other =
                new GraphSettings(Precision.INT8, settings.alignment().subList(0, 1));
        new GraphCache(home).of(SUM, model, other);
        assertThat(folders()).hasSize(2);
    }

    @Test
    void buildsAgainWhatHasOneWrongByte() throws IOException {
        // Given
        Path weights = weights(graphs());
        byte[] right = Files.readAllBytes(weights);
        try (RandomAccessFile file = new RandomAccessFile(weights.toFile(), "rw")) {
            file.seek(file.length() / 2);
            file.write(right[right.length / 2] + 1);
        }
        // When
        BuiltGraphs again = graphs();
        // Then
        assertThat(weights(again)).hasBinaryContent(right);
    }

    @Test
    void buildsAgainWhatWasCutShort() throws IOException {
        Path graph = graphs().encoder();
        byte[] right = Files.readAllBytes(graph);
        Files.write(graph, new byte[0]);
        assertThat(graphs().encoder()).hasBinaryContent(right);
    }

    @Test
    void buildsAgainWhatLostAFile() throws IOException {
        Path weights = weights(graphs());
        Files.delete(weights);
        assertThat(weights(graphs())).exists();
    }

    @Test
    void leavesNothingHalfBuiltBehind() throws IOException {
        graphs();
        assertThat(folders())
                .noneMatch(folder -> folder.getFileName().toString().startsWith("building"));
    }

    @Test
    void sweepsAwayWhatABuildLeftThatEndedLongAgo() throws IOException {
        // Given
        Path left = Files.createDirectory(home.resolve("building-left"));
        Files.createFile(left.resolve("encoder.onnx"));
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        Path busy = Files.createDirectory(home.resolve("building-busy"));
        // When
        graphs();
        // Then
        assertThat(left).doesNotExist();
        assertThat(busy).exists();
    }

    @Test
    void saysThatTheFolderCannotBeWritten() throws IOException {
        Path file = Files.createFile(home.resolve("file"));
        GraphCache cache = new GraphCache(file.resolve("cache"));
        assertThatThrownBy(() -> cache.of(SUM, model, settings))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("name another folder");
    }

    private BuiltGraphs graphs() {
        return new GraphCache(home).of(SUM, model, settings);
    }

    private static Path weights(BuiltGraphs graphs) {
        return graphs.decoder().resolveSibling("decoder.onnx.weights");
    }

    private List<Path> folders() throws IOException {
        try (Stream<Path> all = Files.list(home)) {
            return all.toList();
        }
    }
}
