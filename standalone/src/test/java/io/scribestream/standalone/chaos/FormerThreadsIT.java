package io.scribestream.standalone.chaos;

import io.scribestream.runtime.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed process leaves in its group, and the next one of that name does not take over. */
class FormerThreadsIT {

    /** Longer than the test is patient. */
    private static final String SESSION = "5m";

    private static final int JOBS = 3;

    @TempDir
    private Path folder;

    @Test
    void leaveTheirWorkToThoseThereAre() throws Exception {
        Cluster.Shape shape = Cluster.Shape.of(1, 3, Duration.ofMillis(100)).thatHalts();
        try (Scenario scenario = Scenario.start(folder, shape.with(Setting.SCRIBE_SESSION, SESSION))) {
            scenario.hearUndisturbed();
            String transcriber = Cluster.transcriber(1);
            scenario.kill(transcriber);
            scenario.process(transcriber).start(List.of("-D" + RoleProcess.LANES + "=1"));

            scenario.awaitOver(scenario.send(JOBS));
            scenario.allRulesHold();
        }
    }
}
