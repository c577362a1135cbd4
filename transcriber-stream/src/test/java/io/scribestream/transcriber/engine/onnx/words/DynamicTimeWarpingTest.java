package io.scribestream.transcriber.engine.onnx.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DynamicTimeWarpingTest {

    @Test
    void followsWhatIsSeen() {
        float[][] gains = {
            {1, 1, -1, -1, -1, -1},
            {-1, -1, 1, 1, 1, -1},
            {-1, -1, -1, -1, -1, 1},
        };
        assertThat(DynamicTimeWarping.starts(gains)).containsExactly(0, 2, 5);
    }

    @Test
    void givesTokensThatShareAFrameTheSameStart() {
        assertThat(DynamicTimeWarping.starts(new float[][] {{1}, {1}, {1}})).containsExactly(0, 0, 0);
    }

    @Property
    void goesFromTheFirstFrameForwardInsideTheMatrix(
            @ForAll @IntRange(min = 1, max = 12) int tokens,
            @ForAll @IntRange(min = 1, max = 30) int frames,
            @ForAll long seed) {
        int[] starts = DynamicTimeWarping.starts(random(tokens, frames, seed));

        assertThat(starts).hasSize(tokens).isSorted();
        assertThat(starts[0]).isZero();
        assertThat(starts[tokens - 1]).isLessThan(frames);
    }

    @Property(tries = 200)
    void findsTheBestOfAllWays(
            @ForAll @IntRange(min = 1, max = 4) int tokens,
            @ForAll @IntRange(min = 1, max = 5) int frames,
            @ForAll long seed) {
        float[][] gains = random(tokens, frames, seed);

        int[] starts = DynamicTimeWarping.starts(gains);

        assertThat(bestBehind(gains, starts)).isGreaterThanOrEqualTo(best(gains, 0, 0) - 1e-4);
    }

    /** The best way to the end from a place, by trying all. */
    private static double best(float[][] gains, int token, int frame) {
        if (token == gains.length || frame == gains[0].length) {
            return Double.NEGATIVE_INFINITY;
        }
        if (token == gains.length - 1 && frame == gains[0].length - 1) {
            return gains[token][frame];
        }
        double ahead = Math.max(
                best(gains, token + 1, frame + 1),
                Math.max(best(gains, token + 1, frame), best(gains, token, frame + 1)));
        return gains[token][frame] + ahead;
    }

    /** The best way that begins each token where {@code starts} says. */
    private static double bestBehind(float[][] gains, int[] starts) {
        double sum = 0;
        for (int token = 0; token < starts.length; token++) {
            boolean last = token + 1 == starts.length;
            int next = last ? gains[0].length : starts[token + 1];
            for (int frame = starts[token]; frame < next; frame++) {
                sum += gains[token][frame];
            }
            // a token may share the frame where the next one begins
            if (!last) {
                double shared = gains[token][next];
                sum += next == starts[token] ? shared : Math.max(0, shared);
            }
        }
        return sum;
    }

    private static float[][] random(int tokens, int frames, long seed) {
        Random random = new Random(seed);
        float[][] gains = new float[tokens][frames];
        for (float[] row : gains) {
            for (int frame = 0; frame < frames; frame++) {
                row[frame] = random.nextFloat() * 2 - 1;
            }
        }
        return gains;
    }
}
