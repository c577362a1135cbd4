package io.scribestream.standalone.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker that is away for more than a minute lets commits time out. Kafka Streams then begins anew with what was
 * committed last, in the same process and with the same processors: what they remember must not get in its way.
 */
class CommitTimeoutsIT {

    private static final int JOBS = 4;

    /** The chunker commits at every tick, the merger for every few results. */
    private static final int EACH_OF_CHUNKER = 9;

    private static final int EACH_OF_MERGER = 3;

    @TempDir
    private Path folder;

    @Test
    void loseAndDoubleNothing() throws Exception {
        Cluster.Shape shape = Cluster.Shape.of(1, 2, Duration.ofMillis(600)).thatHalts();
        try (Scenario scenario = Scenario.start(folder, shape)) {
            scenario.hearUndisturbed();
            startWith(scenario, Cluster.CHUNKER, EACH_OF_CHUNKER);
            startWith(scenario, Cluster.MERGER, EACH_OF_MERGER);

            scenario.awaitOver(scenario.send(JOBS));

            for (String role : List.of(Cluster.CHUNKER, Cluster.MERGER)) {
                scenario.process(role).await("a commit timed out and was not made", Duration.ZERO);
                scenario.process(role).await("a commit timed out and was made", Duration.ZERO);
            }
            scenario.allRulesHold();
        }
    }

    private static void startWith(Scenario scenario, String role, int each) throws Exception {
        scenario.kill(role);
        scenario.process(role).start(List.of("-D" + CommitTimeouts.PROPERTY + "=" + each));
    }
}
