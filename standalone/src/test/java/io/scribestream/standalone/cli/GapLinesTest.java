package io.scribestream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.schemas.avro.Coverage;
import io.scribestream.schemas.avro.Gap;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GapLinesTest {

    @Test
    void saysNothingWhereNothingIsMissing() {
        assertThat(GapLines.of(gaps(0))).isEmpty();
    }

    @Test
    void saysEveryGapOfAFew() {
        assertThat(GapLines.of(gaps(2)))
                .containsExactly(
                        "gap from 0:00 to 0:30: Too slow. [deadline]", "gap from 1:40 to 2:10: Too slow. [deadline]");
    }

    @Test
    void saysTheFirstOfManyAndHowManyMoreThereAre() {
        Coverage coverage = gaps(GapLines.SHOWN + 3);
        coverage.getGaps().get(GapLines.SHOWN).setReason("engine_failed");

        List<String> lines = GapLines.of(coverage);

        assertThat(lines).hasSize(GapLines.SHOWN + 1);
        assertThat(lines.get(GapLines.SHOWN))
                .isEqualTo("3 more gaps of 90.0 s in all: 2 [deadline], 1 [engine_failed]");
    }

    private static Coverage gaps(int count) {
        return Coverage.newBuilder()
                .setGaps(IntStream.range(0, count)
                        .mapToObj(i -> new Gap(i * 100.0, i * 100.0 + 30, "deadline", "Too slow."))
                        .toList())
                .build();
    }
}
