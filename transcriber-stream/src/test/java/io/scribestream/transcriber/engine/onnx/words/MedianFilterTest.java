package io.scribestream.transcriber.engine.onnx.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MedianFilterTest {

    @Test
    void takesOutWhatIsSeenForLessThanFourFrames() {
        float[] row = {0, 0, 0, 0, 9, 9, 9, 0, 0, 0, 0};
        assertThat(smooth(row)).containsOnly(0);
    }

    @Test
    void continuesTheEndsByTheirMirrorImage() {
        assertThat(smooth(new float[] {9, 9, 9, 0, 0, 0, 0, 0})[0]).isEqualTo(9);
    }

    @Test
    void leavesRowsThatAreTooShort() {
        assertThat(smooth(new float[] {1, 5, 2})).containsExactly(1, 5, 2);
    }

    @Property
    void takesTheMiddleOfSeven(@ForAll @Size(min = 7, max = 40) float[] row) {
        float[] smooth = smooth(row);
        for (int i = 3; i < row.length - 3; i++) {
            float[] window = Arrays.copyOfRange(row, i - 3, i + 4);
            Arrays.sort(window);
            assertThat(smooth[i]).isEqualTo(window[3]);
        }
    }

    @Property
    void makesNoValuesOfItsOwn(@ForAll @Size(min = 1, max = 12) @FloatRange(min = -5, max = 5) float[] row) {
        for (float value : smooth(row)) {
            assertThat(row).contains(value);
        }
    }

    private static float[] smooth(float[] row) {
        float[] smooth = new float[row.length];
        MedianFilter.smooth(row, smooth);
        return smooth;
    }
}
