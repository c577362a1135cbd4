package io.scribestream.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.runtime.Setting;
import io.scribestream.standalone.Patience;
import io.scribestream.testkit.chaos.Member.Part;
import io.scribestream.testkit.chaos.ProcessUnderTest;
import io.scribestream.testkit.chaos.TopicsReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances of a role and work for one of them: the other keeps a warm copy of its stores. */
class StandbyIT {

    private static final String SECOND = "merger-2";

    /** Where the copy stood when it took over, which is how much of the store had not to be read any more. */
    private static final Pattern TAKES_OVER =
            Pattern.compile("a warm copy takes over.* store=(\\S+) partition=(\\d+) offset=(-?\\d+)");

    private static final Pattern RESTORED =
            Pattern.compile("a store is restored.* store=(\\S+) partition=(\\d+) records=(\\d+)");

    @TempDir
    private Path folder;

    @Test
    void goesOnFromTheWarmCopyWhenTheMergerBesideItIsKilledInTheMiddle() throws Exception {
        Cluster.Shape shape = Cluster.Shape.of(1, 2, Duration.ofMillis(300))
                .with(Setting.SCRIBE_STANDBYS, 1)
                .with(Setting.SCRIBE_SESSION, "6s")
                .with(Setting.SCRIBE_JOB_PARTITIONS, 1);
        try (Scenario scenario = Scenario.start(folder, shape)) {
            scenario.cluster().addInstance(Part.MERGER, Cluster.MERGER, SECOND);
            scenario.hearUndisturbed();
            Patience.until("a warm copy", () -> keepsACopy(scenario, Cluster.MERGER) || keepsACopy(scenario, SECOND));
            ProcessUnderTest left = scenario.process(keepsACopy(scenario, SECOND) ? SECOND : Cluster.MERGER);
            String active = left.name().equals(SECOND) ? Cluster.MERGER : SECOND;
            // Given: jobs of which a part is merged, and an engine that holds the rest back
            List<String> jobs = scenario.send(4);
            for (String job : jobs) {
                scenario.awaitResultOf(job);
            }
            Files.createFile(scenario.cluster().hold());
            awaitRest(scenario.cluster());
            assertThat(jobs).anyMatch(job -> !scenario.isOver(job));
            int before = left.said().length();

            // When
            scenario.kill(active);
            Patience.until("a copy that takes over", () -> takesOver(left, before));
            Files.delete(scenario.cluster().hold());

            // Then
            scenario.allRulesHold();
            assertThat(scenario.process(active).isAlive()).isFalse();
            Matcher copy = TAKES_OVER.matcher(left.said().substring(before));
            int copies = 0;
            while (copy.find()) {
                copies++;
                long had = Long.parseLong(copy.group(3));
                long read = restored(left.said().substring(before), copy.group(1), copy.group(2));
                assertThat(had).as(copy.group()).isPositive();
                assertThat(read).as("read again of %s", copy.group()).isLessThan(Math.max(2, had / 4));
            }
            assertThat(copies).isPositive();
        }
    }

    private static boolean keepsACopy(Scenario scenario, String merger) {
        return scenario.process(merger).said().contains("a warm copy is kept");
    }

    private static boolean takesOver(ProcessUnderTest merger, int from) {
        return TAKES_OVER.matcher(merger.said().substring(from)).find();
    }

    private static long restored(String said, String store, String partition) {
        Matcher line = RESTORED.matcher(said);
        while (line.find()) {
            if (line.group(1).equals(store) && line.group(2).equals(partition)) {
                return Long.parseLong(line.group(3));
            }
        }
        return 0;
    }

    /** Until the stores say the same twice: what is not held back has gone through. */
    private static void awaitRest(Cluster cluster) throws Exception {
        TopicsReader reader = new TopicsReader(cluster.bootstrapServers(), cluster.registryUrl());
        Rest rest = new Rest();
        Patience.until(
                "stores that rest", () -> rest.isTheSame(reader.readOpen().open()));
    }

    private static final class Rest {

        private Map<String, Set<String>> last = Map.of();

        boolean isTheSame(Map<String, Set<String>> now) {
            boolean same = !now.isEmpty() && now.equals(last);
            last = now;
            return same;
        }
    }
}
