package io.scribestream.transcriber.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SuspicionTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private Suspicion suspicion = Suspicion.none(NOW);

    @Test
    void givesUpAChunkThatCrashedTheProcessTwiceAlone() {
        die(Death.CRASHED, true, 1);
        assertThat(suspicion.isGuilty()).isFalse();
        assertThat(suspicion.hasToBeAlone()).isTrue();

        die(Death.CRASHED, true, 1);
        assertThat(suspicion.isGuilty()).isTrue();
    }

    @Property
    void blamesNobodyForACrashAmongOthers(@ForAll @IntRange(max = 1000) int crashes) {
        Suspicion innocent = Suspicion.none(NOW);
        for (int i = 0; i < crashes; i++) {
            innocent = innocent.after(Death.CRASHED, false, NOW);
        }
        assertThat(innocent.isGuilty()).isFalse();
        assertThat(innocent.hasToBeAlone()).isEqualTo(crashes > 0);
    }

    @Test
    void takesOneUnexplainedDeathForNothingAndTwoForAReasonToBeAlone() {
        die(Death.UNEXPLAINED, true, 1);
        assertThat(suspicion.hasToBeAlone()).isFalse();

        die(Death.UNEXPLAINED, false, 1);
        assertThat(suspicion.hasToBeAlone()).isTrue();
        assertThat(suspicion.isGuilty()).isFalse();
    }

    @Test
    void givesUpAChunkOnlyAfterTenDeathsThatNobodyCanExplain() {
        die(Death.UNEXPLAINED, true, 9);
        assertThat(suspicion.isGuilty()).isFalse();

        die(Death.UNEXPLAINED, true, 1);
        assertThat(suspicion.isGuilty()).isTrue();
    }

    @Test
    void givesUpAChunkThatHungTheProcessTwice() {
        die(Death.STUCK, false, 2);
        assertThat(suspicion.isGuilty()).isTrue();
    }

    private void die(Death death, boolean alone, int times) {
        for (int i = 0; i < times; i++) {
            suspicion = suspicion.after(death, alone, NOW);
        }
    }
}
