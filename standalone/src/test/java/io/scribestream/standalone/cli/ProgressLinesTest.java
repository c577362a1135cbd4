package io.scribestream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Screen screen = new Screen(System.out, new PrintStream(err, true, StandardCharsets.UTF_8), false);
    private long now;

    @Test
    void saysWhatIsDoneHowFastAndWhatIsLeftButNotTooOften() {
        try (ProgressView lines = ProgressView.on(screen, false, () -> TimeUnit.SECONDS.toNanos(now))) {
            lines.show("talk.wav", 0, 600);
            now = 2;
            lines.show("talk.wav", 20, 600);
            now = 10;
            lines.show("talk.wav", 100, 600);
        }

        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "scribe: talk.wav: 0:00 of 10:00",
                        "scribe: talk.wav: 1:40 of 10:00, 10.0 x real time, 0:50 left");
    }

    @Test
    void saysNothingWhereNobodyWantsToKnow() {
        try (ProgressView quiet = ProgressView.on(screen, true, () -> now)) {
            quiet.show("talk.wav", 10, 600);
        }

        assertThat(err.size()).isZero();
    }

    @Test
    void writesLongTimesWithHours() {
        assertThat(ProgressView.clock(36_000)).isEqualTo("10:00:00");
    }
}
