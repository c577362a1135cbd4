package io.scribestream.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The clock of every role jumps, as after a correction by hand: ahead it does no harm, and after a jump back each process
 * ends with a sentence and is started again by who watches it. A process's own clock can be bent where libfaketime is
 * installed ({@code apt-get install libfaketime}); elsewhere this is skipped.
 */
class ClockIT {

    private static final List<Path> LIBRARIES = Stream.of("x86_64-linux-gnu", "aarch64-linux-gnu")
            .map(platform -> Path.of("/usr/lib", platform, "faketime", "libfaketimeMT.so.1"))
            .toList();

    private static final int LANES = 2;

    @TempDir
    private Path folder;

    @Test
    void mayJumpAheadAndBack() throws Exception {
        Optional<Path> library = LIBRARIES.stream().filter(Files::exists).findFirst();
        assumeTrue(library.isPresent(), "needs libfaketime");
        Path clock = Files.writeString(folder.resolve("clock"), "+0");
        Cluster.Shape shape = Cluster.Shape.of(1, LANES, Duration.ofMillis(600))
                .with("LD_PRELOAD", library.get())
                .with("FAKETIME_TIMESTAMP_FILE", clock)
                .with("FAKETIME_DONT_FAKE_MONOTONIC", 1)
                .with("FAKETIME_NO_CACHE", 1);
        try (Scenario scenario = Scenario.start(folder, shape)) {
            scenario.hearUndisturbed();
            List<String> jobs = scenario.send(4);
            scenario.awaitResultOf(jobs.get(0));

            Files.writeString(clock, "+40m");
            scenario.awaitResultOf(jobs.get(1)); // what was due is due at once

            Files.writeString(clock, "-40m");
            for (String role : List.of(Cluster.CHUNKER, Cluster.MERGER, Cluster.transcriber(1))) {
                assertThat(scenario.awaitEndOf(role)).isEqualTo(3);
                assertThat(scenario.process(role).said()).contains("the clock of this machine was put back by");
                scenario.startAgain(role);
            }

            scenario.awaitOver(jobs);
            scenario.topicsHoldTheRules();
            assertThat(scenario.engine().redone()).isLessThanOrEqualTo(LANES);
        }
    }
}
