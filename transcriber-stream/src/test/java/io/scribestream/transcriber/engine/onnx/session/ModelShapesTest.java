package io.scribestream.transcriber.engine.onnx.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.transcriber.engine.ggml.Dimensions;
import io.scribestream.transcriber.engine.ggml.GgmlModel;
import io.scribestream.transcriber.engine.ggml.RandomModel;
import io.scribestream.transcriber.engine.onnx.graph.BuiltGraphs;
import io.scribestream.transcriber.engine.onnx.graph.GraphCache;
import io.scribestream.transcriber.engine.onnx.graph.GraphSettings;
import io.scribestream.transcriber.engine.onnx.graph.Precision;
import io.scribestream.transcriber.engine.onnx.model.Encoded;
import io.scribestream.transcriber.engine.onnx.model.Row;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Models of every type and of shapes other than the shipped one's, from file to logits. Numbers that stand in a wrong place
 * anywhere give logits that have nothing to do with the right ones.
 */
class ModelShapesTest {

    private static final Dimensions MULTILINGUAL = new Dimensions(51_865, 1500, 128, 2, 2, 448, 128, 2, 2, 80);
    private static final Dimensions ENGLISH = new Dimensions(51_864, 1500, 128, 2, 2, 448, 128, 2, 2, 80);

    /** More layers that hear than such that write, 128 bands, one language more. */
    private static final Dimensions TURBO = new Dimensions(51_866, 1500, 192, 3, 5, 448, 192, 3, 2, 128);

    private static final int[] PROMPT = {50_257, 50_300, 50_359};
    private static final int[] TEXT = {50_364, 1_375, 318, 257};
    private static final int FRAMES = 200;

    @TempDir
    Path folder;

    /** How far roundings may lead away from the same weights in 32 bits. */
    @ParameterizedTest
    @CsvSource({
        "f16,  0.9999",
        "q8_0, 0.999",
        "q5_0, 0.98",
        "q5_1, 0.98",
        "q4_0, 0.94",
        "q4_1, 0.94",
    })
    void hearsWithWeightsOfEveryTypeWhatItHearsWithExactOnes(String type, double close) throws IOException {
        List<float[]> exact = run(RandomModel.write(folder.resolve("f32.bin"), MULTILINGUAL, "f32"), Precision.F32);
        Path file = RandomModel.write(folder.resolve(type + ".bin"), MULTILINGUAL, type);

        assertClose(run(file, Precision.F32), exact, close);
        assertClose(run(file, Precision.INT8), exact, close * 0.99);
    }

    @Test
    void hearsInEightBitsAsExactlyWithAModelOfTheShapeOfTurbo() throws IOException {
        assertSameInEightBits(TURBO);
    }

    @Test
    void hearsInEightBitsAsExactlyWithAModelThatKnowsEnglishOnly() throws IOException {
        assertSameInEightBits(ENGLISH);
    }

    private void assertSameInEightBits(Dimensions dimensions) throws IOException {
        Path file = RandomModel.write(folder.resolve("model.bin"), dimensions, "f32");

        assertClose(run(file, Precision.INT8), run(file, Precision.F32), 0.99);
    }

    private List<float[]> run(Path file, Precision precision) throws IOException {
        try (GgmlModel model = GgmlModel.open(file)) {
            GraphSettings settings = GraphSettings.of(precision, model.dimensions());
            BuiltGraphs graphs = new GraphCache(folder.resolve("graphs"))
                    .of(file.getFileName().toString(), model, settings);
            SessionSettings how = new SessionSettings(1, false);
            try (Encoder encoder = Encoder.open(graphs, how);
                    Decoder decoder = Decoder.open(graphs, model, 2, how)) {
                return said(model.dimensions(), encoder, decoder);
            }
        }
    }

    /** Two rows, of sounds of different lengths: what each says after every token, and where it looked. */
    private static List<float[]> said(Dimensions dimensions, Encoder encoder, Decoder decoder) {
        List<float[]> said = new ArrayList<>();
        Encoded shorter = encoder.encode(noise(dimensions.nMels(), FRAMES / 2), FRAMES / 2);
        Encoded longer = encoder.encode(noise(dimensions.nMels(), FRAMES), FRAMES);
        List<Row> rows = List.of(decoder.join(shorter, PROMPT), decoder.join(longer, new int[] {50_257}));
        for (int token : TEXT) {
            decoder.step(rows, new int[] {token, token + 1});
            for (Row row : rows) {
                said.add(copy(row.logits()));
                said.add(row.alignment().clone());
            }
        }
        return said;
    }

    private static float[] noise(int bands, int frames) {
        Random random = new Random(1);
        float[] mel = new float[bands * frames];
        for (int i = 0; i < mel.length; i++) {
            mel[i] = (float) random.nextGaussian();
        }
        return mel;
    }

    private static float[] copy(FloatBuffer logits) {
        float[] all = new float[logits.remaining()];
        logits.duplicate().get(all);
        return all;
    }

    private static void assertClose(List<float[]> actual, List<float[]> expected, double close) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            assertThat(correlation(actual.get(i), expected.get(i))).as("%d", i).isGreaterThan(close);
        }
    }

    private static double correlation(float[] one, float[] other) {
        assertThat(one).hasSameSizeAs(other);
        double meanOne = mean(one);
        double meanOther = mean(other);
        double both = 0;
        double squaresOne = 0;
        double squaresOther = 0;
        for (int i = 0; i < one.length; i++) {
            both += (one[i] - meanOne) * (other[i] - meanOther);
            squaresOne += (one[i] - meanOne) * (one[i] - meanOne);
            squaresOther += (other[i] - meanOther) * (other[i] - meanOther);
        }
        return both / Math.sqrt(squaresOne * squaresOther);
    }

    private static double mean(float[] numbers) {
        double sum = 0;
        for (float number : numbers) {
            sum += number;
        }
        return sum / numbers.length;
    }
}
