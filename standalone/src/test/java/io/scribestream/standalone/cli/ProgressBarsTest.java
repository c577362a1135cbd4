package io.scribestream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ProgressBarsTest {

    private static final int WIDTH = 100;
    private static final Pattern CURSOR = Pattern.compile("\\r|\\n|\\u001b\\[\\d+[AB]");

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private long now;

    @Test
    void showABarForEachFileWithWhatIsDoneHowFastAndWhatIsLeft() {
        try (ProgressView bars = new ProgressView.Bars(
                new PrintStream(err, true, StandardCharsets.UTF_8), () -> TimeUnit.SECONDS.toNanos(now), WIDTH)) {
            bars.show("talk.wav", 0, 600);
            bars.show("song.wav", 30, 40); // a part was done by an earlier run
            now = 10;
            bars.show("talk.wav", 100, 600);
            bars.show("song.wav", 35, 40);
        }

        assertThat(last("talk.wav"))
                .contains(" 16% ")
                .contains("█")
                .contains("100/600 s")
                .contains("10.0 x real time, 0:50 left");
        assertThat(last("song.wav")).contains(" 87% ").contains("35/40 s").contains("0.5 x real time, 0:10 left");
        assertThat(drawn()).allSatisfy(bar -> assertThat(bar.length()).isLessThanOrEqualTo(WIDTH));
    }

    @Test
    void areWhatATerminalGets() {
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);

        try (ProgressView bars = ProgressView.on(new Screen(System.out, stream, true), false, () -> now)) {
            assertThat(bars).isInstanceOf(ProgressView.Bars.class);
            bars.show("talk.wav", 1, 600);
        }

        assertThat(last("talk.wav")).contains("1/600 s");
    }

    /** What stood there in the end. */
    private String last(String file) {
        return drawn().stream()
                .filter(bar -> bar.startsWith(file))
                .reduce((one, next) -> next)
                .orElseThrow();
    }

    private List<String> drawn() {
        return CURSOR.splitAsStream(err.toString(StandardCharsets.UTF_8))
                .filter(bar -> !bar.isBlank())
                .toList();
    }
}
