package io.scribestream.transcriber.engine.onnx.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.transcriber.engine.words.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LineSpansTest {

    @Test
    void reachesALittleOverTheTimestamps() {
        assertThat(LineSpans.of(List.of(new Span(2, 4), new Span(6, 8)), new double[] {2, 5.4}))
                .containsExactly(new Span(1.5, 4.5), new Span(5.5, 8.5));
    }

    @Test
    void partsNeighboursWhereTheModelLookedForTheFirstWordOfTheSecond() {
        assertThat(LineSpans.of(List.of(new Span(0, 4), new Span(4, 8)), new double[] {0, 4.2}))
                .containsExactly(new Span(-0.5, 4.2), new Span(4.2, 8.5));
        assertThat(LineSpans.of(List.of(new Span(0, 4), new Span(4, 8)), new double[] {0, 6}))
                .containsExactly(new Span(-0.5, 4.5), new Span(4.5, 8.5));
    }

    @Property
    void leavesEveryLineAThirdOfItselfAndNoneOverlapsTheNext(
            @ForAll @Size(min = 2, max = 12) List<@DoubleRange(min = 0, max = 30) Double> times,
            @ForAll @Size(min = 6, max = 6) List<@DoubleRange(min = 0, max = 30) Double> starts) {
        List<Double> sorted = new ArrayList<>(times);
        Collections.sort(sorted);
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i + 1 < sorted.size(); i += 2) {
            spans.add(new Span(sorted.get(i), sorted.get(i + 1)));
        }
        double[] looked =
                starts.stream().sorted().mapToDouble(Double::doubleValue).toArray();

        List<Span> wide = LineSpans.of(spans, looked);

        for (int i = 0; i < wide.size(); i++) {
            double length = wide.get(i).end() - wide.get(i).start();
            assertThat(length)
                    .isGreaterThanOrEqualTo((spans.get(i).end() - spans.get(i).start()) / 3 - 1e-9);
            if (i > 0) {
                assertThat(wide.get(i).start())
                        .isGreaterThanOrEqualTo(wide.get(i - 1).end());
            }
        }
    }
}
