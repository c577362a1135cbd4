package io.scribestream.transcriber.engine.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.transcriber.engine.ggml.HalfFloat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class HalfTest {

    @Test
    void givesEveryHalfBackAsItWas() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = HalfFloat.toFloat((short) bits);
            if (!Float.isNaN(value)) {
                assertThat(Half.of(value)).isEqualTo((short) bits);
            }
        }
    }

    @Property
    void neverTakesAHalfThatIsFurtherThanItsNeighbours(@ForAll float value) {
        short half = Half.of(value);
        assertThat(distance(value, half)).isLessThanOrEqualTo(distance(value, half + 1));
        assertThat(distance(value, half)).isLessThanOrEqualTo(distance(value, half - 1));
    }

    /** With the next power of two in the place of infinity, as rounding has it; far from what is no number. */
    private static double distance(float value, int half) {
        float candidate = HalfFloat.toFloat((short) half);
        if (Float.isNaN(candidate)) {
            return Double.POSITIVE_INFINITY;
        }
        double finite = Float.isInfinite(candidate) ? Math.copySign(0x1p16, candidate) : candidate;
        return Math.abs(value - finite);
    }

    @Test
    void staysNoNumberWhereThereWasNone() {
        assertThat(HalfFloat.toFloat(Half.of(Float.NaN))).isNaN();
    }
}
