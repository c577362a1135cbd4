package io.scribestream.standalone.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.scribestream.testkit.Repository;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sees who sits before a terminal. */
class ProgressBarIT {

    @TempDir
    Path home;

    @Test
    void isDrawnOnATerminalAboveTheText() throws Exception {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "script"))),
                "needs 'script', which gives a command a terminal");
        String command = String.join(
                " ",
                Repository.file("scribe").toString(),
                "transcribe",
                "--data",
                home.resolve("data").toString(),
                Speech.file().toString());
        ProcessBuilder builder = new ProcessBuilder("script", "-qec", command, "/dev/null").directory(home.toFile());
        builder.environment().put("TERM", "xterm");

        Finished finished;
        try (RunningCommand running = RunningCommand.of(builder)) {
            finished = running.awaitEnd();
        }

        assertThat(finished.exit()).as(finished.toString()).isZero();
        assertThat(finished.out()).containsPattern("jfk\\.wav +100% \\S█+\\S 11/11 s");
        String last = finished.out().substring(finished.out().lastIndexOf("/11 s"));
        assertThat(last).as("after the last of the bar").contains("fellow Americans");
    }
}
