package io.scribestream.transcriber.engine.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightFileTest {

    private static final long FAR = (1L << 31) + 100;

    @TempDir
    Path folder;

    /** The file is sparse: it takes a few blocks on the disk. */
    @Test
    void holdsWeightsBeyondTwoGigabytesThatTheRuntimeReads() throws Exception {
        Path graphFile = folder.resolve("far.onnx");
        Path weights = folder.resolve("far.weights");
        try (FileChannel channel = FileChannel.open(
                        weights, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE);
                WeightFile file = new WeightFile(weights, channel.position(FAR))) {
            Graph graph = new Graph(ElementType.FLOAT, file);
            String given = graph.input("given", ElementType.FLOAT, 2);
            graph.op("Add", given, graph.reals("first", new float[] {1, 2}, 2)).as("more");
            graph.op("Mul", "more", graph.reals("second", new float[] {3, 4}, 2))
                    .as("result");
            graph.output("result", ElementType.FLOAT, 2);
            Files.write(graphFile, graph.toBytes());
        }

        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(graphFile.toString());
                OnnxTensor given = OnnxTensor.createTensor(environment, new float[] {10, 20});
                OrtSession.Result result = session.run(Map.of("given", given))) {
            assertThat(((OnnxTensor) result.get(0)).getFloatBuffer().array()).containsExactly(33, 88);
        }
    }
}
