package io.scribestream.transcriber.engine.onnx.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scribestream.runtime.UnavailableException;
import java.nio.FloatBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ScoresTest {

    private static final float NEVER = Float.NEGATIVE_INFINITY;

    @Property(tries = 300)
    void sumsWhatIsAllowed(@ForAll @Size(min = 1, max = 50) List<@FloatRange(min = -40, max = 40) Float> values) {
        Scores scores = of(values);
        double exact = Math.log(values.stream().mapToDouble(Math::exp).sum());

        assertThat(scores.logSum()).isCloseTo(exact, within(1e-4));
    }

    @Property(tries = 300)
    void findsTheLikeliestTokensInTheirOrder(
            @ForAll @Size(min = 1, max = 30) List<@FloatRange(min = -9, max = 9) Float> values,
            @ForAll @IntRange(min = 1, max = 8) int count) {
        int[] expected = IntStream.range(0, values.size())
                .boxed()
                .sorted(Comparator.comparing(values::get).reversed())
                .limit(count)
                .mapToInt(Integer::intValue)
                .toArray();

        assertThat(of(values).best(count)).isEqualTo(expected);
        assertThat(of(values).best()).isEqualTo(expected[0]);
    }

    @Test
    void whatIsForbiddenIsNeitherBestNorPartOfASum() {
        Scores scores = of(List.of(9f, 8f, 1f, 2f, 7f));

        scores.forbid(0);
        scores.forbid(1, 2);
        scores.forbid(4, 99);

        assertThat(scores.best(5)).containsExactly(3, 2);
        assertThat(scores.logSum()).isCloseTo(Math.log(Math.exp(1) + Math.exp(2)), within(1e-9));
        assertThat(scores.logSum(0, 2)).isEqualTo(NEVER);
        assertThat(scores.allows(0)).isFalse();
        assertThat(scores.allows(3)).isTrue();
    }

    @Test
    void refusesWhatIsNoNumber() {
        for (List<Float> values :
                List.of(List.of(Float.NaN, 1f), List.of(NEVER, NEVER), List.of(Float.NaN, Float.NaN))) {
            assertThatThrownBy(() -> of(values).best())
                    .as("%s", values)
                    .isInstanceOf(UnavailableException.class)
                    .hasMessage("the model's scores are no numbers");
        }
    }

    @Test
    void leavesTheBufferAsItWas() {
        FloatBuffer logits = FloatBuffer.wrap(new float[] {0, 1, 2, 3});
        logits.position(1);

        Scores scores = new Scores().read(logits);
        scores.forbid(0);

        assertThat(scores.size()).isEqualTo(3);
        assertThat(logits.position()).isEqualTo(1);
        assertThat(logits.array()).containsExactly(0, 1, 2, 3);
    }

    private static Scores of(List<Float> values) {
        FloatBuffer logits = FloatBuffer.allocate(values.size());
        values.forEach(logits::put);
        return new Scores().read(logits.flip());
    }
}
