package io.scribestream.transcriber.engine.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scribestream.transcriber.engine.ggml.HalfFloat;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class QuantiserTest {

    @Property
    void givesBlocksOfQ8TheirOwnScaleAndNumbers(
            @ForAll @IntRange(min = 0x0400, max = 0x4000) int scaleBits, @ForAll long seed) {
        // Given: as ggml packs them, the largest is 127 times the scale
        float scale = HalfFloat.toFloat((short) scaleBits);
        byte[] packed = new byte[Quantiser.BLOCK];
        new Random(seed).nextBytes(packed);
        packed[7] = 127;
        float[] weights = new float[packed.length];
        for (int i = 0; i < weights.length; i++) {
            packed[i] = packed[i] == -128 ? -127 : packed[i];
            weights[i] = scale * packed[i];
        }
        // When
        Quantiser.Quantised quantised = Quantiser.blocks(weights);
        // Then
        assertThat(quantised.scales()).containsExactly(scale);
        for (int i = 0; i < packed.length; i++) {
            assertThat((quantised.values()[i] & 0xFF) - 128).isEqualTo(packed[i]);
        }
    }

    @Property
    void missesNoWeightByMoreThanHalfAStep(
            @ForAll @IntRange(min = 1, max = 130) int outputs,
            @ForAll @IntRange(min = 1, max = 20) int inputs,
            @ForAll long seed) {
        // Given
        float[] weights = new float[outputs * inputs];
        Random random = new Random(seed);
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        // When
        Quantiser.Quantised quantised = Quantiser.perOutput(Matrix.of(outputs, inputs, weights));
        // Then
        for (int output = 0; output < outputs; output++) {
            float scale = quantised.scales()[output];
            for (int input = 0; input < inputs; input++) {
                byte value = quantised.values()[input * outputs + output];
                assertThat(value).isBetween((byte) -63, (byte) 63);
                assertThat(value * scale).isCloseTo(weights[output * inputs + input], within(scale * 0.5001f));
            }
        }
    }

    @Test
    void leavesAnOutputWithoutWeightsAtZero() {
        Quantiser.Quantised quantised = Quantiser.perOutput(Matrix.of(1, 3, new float[3]));
        assertThat(quantised.values()).containsOnly(0);
        assertThat(quantised.scales()).containsExactly(1);
    }
}
