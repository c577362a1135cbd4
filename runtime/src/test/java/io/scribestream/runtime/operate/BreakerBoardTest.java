package io.scribestream.runtime.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.schemas.avro.BreakerReport;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BreakerBoardTest {

    private static final Instant TOLD = Instant.parse("2026-01-10T00:00:00Z");

    private Instant now = TOLD;
    private final BreakerBoard board = new BreakerBoard(() -> now);

    @Test
    void knowsWhatEachProcessSaidLastUntilItTakesItBack() {
        board.take("merger/a", report("merger/a", TOLD), 0);
        board.take("chunker/a", report("chunker/a", TOLD), 0);
        board.take("chunker/a", report("chunker/a", TOLD.plusSeconds(1)), 0);
        assertThat(board.reports()).containsExactly(report("chunker/a", TOLD.plusSeconds(1)), report("merger/a", TOLD));

        board.take("merger/a", null, 0);
        assertThat(board.reports()).extracting(BreakerReport::getProcess).containsExactly("chunker/a");
    }

    @Test
    void saysOfAProcessThatIsSilentThatItIsAndForgetsItAfterADay() {
        BreakerReport report = report("merger/a", TOLD);
        board.take("merger/a", report, 0);

        now = TOLD.plus(BreakerBoard.STALE);
        assertThat(board.isStale(report)).isFalse();
        now = now.plusMillis(1);
        assertThat(board.isStale(report)).isTrue();
        now = TOLD.plus(Duration.ofDays(1));
        assertThat(board.reports()).containsExactly(report);
        now = now.plusMillis(1);
        assertThat(board.reports()).isEmpty();
    }

    private static BreakerReport report(String process, Instant at) {
        return BreakerReport.newBuilder().setProcess(process).setAt(at).build();
    }
}
