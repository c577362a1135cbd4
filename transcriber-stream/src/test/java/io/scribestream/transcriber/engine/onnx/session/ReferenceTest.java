package io.scribestream.transcriber.engine.onnx.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.transcriber.engine.ggml.HalfFloat;
import io.scribestream.transcriber.engine.onnx.graph.Precision;
import io.scribestream.transcriber.engine.onnx.model.Row;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The graphs against the same network in plain NumPy, given the same tokens: distances in parts of what they are from. */
class ReferenceTest {

    private static final int MEL_FRAMES = 1200;
    private static final int FRAMES = MEL_FRAMES / 2;
    private static final int TEXT_TOKENS = 50_257;

    @ParameterizedTest
    @CsvSource({
        "base, F32, 0.001, 0.001, 0.001, 0",
        "base, INT8, 0.08, 0.15, 0.3, 0",
        "base, F16, 0.01, 0.01, 0.02, 0",
        "tiny.en, F32, 0.001, 0.001, 0.001, 0",
        "tiny.en, INT8, 0.11, 0.2, 0.3, 1"
    })
    void saysWhatTheNetworkSays(
            String model, Precision precision, double audio, double logits, double looked, int otherTokens) {
        Reference reference = Reference.of(model);
        try (Network network = Network.open(model, precision, 1)) {
            // When
            EncodedAudio heard = network.hear(MEL_FRAMES);
            // Then
            assertThat(Reference.distance(sampled(heard, network, precision), reference.audio()))
                    .as("encoder")
                    .isLessThan(audio);
            Row row = network.decoder().join(heard, reference.prompt());
            int[] tokens = reference.tokens();
            int others = 0;
            for (int i = 0; i < tokens.length; i++) {
                assertThat(Reference.distance(every1499th(row.logits()), reference.logits(i)))
                        .as("logits of step %d", i)
                        .isLessThan(logits);
                assertThat(Reference.distance(every41st(row.alignment()), reference.looked(i)))
                        .as("alignment of step %d", i)
                        .isLessThan(looked);
                others += likeliest(row.logits()) == tokens[i] ? 0 : 1;
                network.decoder().step(List.of(row), new int[] {tokens[i]});
            }
            assertThat(others)
                    .as("tokens that are not the likeliest of the network")
                    .isLessThanOrEqualTo(otherTokens);
        }
    }

    /** Each token that is chosen is given, so that the first other one would change all after it. */
    @ParameterizedTest
    @CsvSource({"base, F32", "base, INT8", "base, F16", "tiny.en, F32"})
    void writesTheTokensOfTheNetworkInAFreeRun(String model, Precision precision) {
        Reference reference = Reference.of(model);
        try (Network network = Network.open(model, precision, 1)) {
            Row row = network.decoder().join(network.hear(MEL_FRAMES), reference.prompt());
            int[] tokens = new int[reference.tokens().length];
            for (int i = 0; i < tokens.length; i++) {
                tokens[i] = likeliest(row.logits());
                network.decoder().step(List.of(row), new int[] {tokens[i]});
            }

            assertThat(tokens).isEqualTo(reference.tokens());
        }
    }

    private static double[] sampled(EncodedAudio heard, Network network, Precision precision) {
        int channels = network.dimensions().nAudioState();
        DoubleStream.Builder values = DoubleStream.builder();
        for (int frame = 0; frame < FRAMES; frame += 61) {
            for (int channel = frame % 11; channel < channels; channel += 23) {
                int at = frame * channels + channel;
                values.add(
                        switch (precision) {
                            case F32 -> heard.plane(0).getFloat(at * Float.BYTES);
                            case F16 -> HalfFloat.toFloat(heard.plane(0).getShort(at * Short.BYTES));
                            case INT8 ->
                                ((heard.plane(0).get(at) & 0xFF) - 128)
                                                * heard.plane(1).getFloat(channel * Float.BYTES)
                                        + heard.plane(2).getFloat(channel * Float.BYTES);
                        });
            }
        }
        return values.build().toArray();
    }

    private static double[] every1499th(FloatBuffer logits) {
        double[] some = new double[(logits.limit() + 1498) / 1499];
        for (int i = 0; i < some.length; i++) {
            some[i] = logits.get(i * 1499);
        }
        return some;
    }

    private static double[] every41st(float[] looked) {
        DoubleStream.Builder values = DoubleStream.builder();
        for (int head = 0; head < looked.length; head += FRAMES) {
            for (int frame = 0; frame < FRAMES; frame += 41) {
                values.add(looked[head + frame]);
            }
        }
        return values.build().toArray();
    }

    private static int likeliest(FloatBuffer logits) {
        int best = 0;
        for (int i = 1; i < TEXT_TOKENS; i++) {
            best = logits.get(i) > logits.get(best) ? i : best;
        }
        return best;
    }
}
