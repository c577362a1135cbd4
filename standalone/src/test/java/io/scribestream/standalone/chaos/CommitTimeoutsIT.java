package io.scribestream.standalone.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where a commit times out, Kafka Streams begins anew with what was committed last, in the same process and with the same
 * processors: what they remember must not get in its way. A broker has to be away for days until one does.
 */
class CommitTimeoutsIT {

    private static final int JOBS = 4;

    private static final int EACH = 3;

    @TempDir
    private Path folder;

    @Test
    void loseAndDoubleNothing() throws Exception {
        Cluster.Shape shape = Cluster.Shape.of(1, 2, Duration.ofMillis(600)).thatHalts();
        try (Scenario scenario = Scenario.start(folder, shape)) {
            scenario.hearUndisturbed();
            startWith(scenario, Cluster.CHUNKER);
            startWith(scenario, Cluster.MERGER);

            scenario.awaitOver(scenario.send(JOBS));

            for (String role : List.of(Cluster.CHUNKER, Cluster.MERGER)) {
                scenario.process(role).await("a commit timed out and was not made", Duration.ZERO);
                scenario.process(role).await("a commit timed out and was made", Duration.ZERO);
            }
            scenario.allRulesHold();
        }
    }

    private static void startWith(Scenario scenario, String role) throws Exception {
        scenario.kill(role);
        scenario.process(role).start(List.of("-D" + CommitTimeouts.PROPERTY + "=" + EACH));
    }
}
