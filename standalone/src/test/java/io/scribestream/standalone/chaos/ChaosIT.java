package io.scribestream.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short run of {@code benchmarks/chaos}: {@code -Dchaos.seed} repeats the plan of a run that failed. */
class ChaosIT {

    private static final int KILLS = 5;
    private static final int JOBS = 12;

    @TempDir
    private Path folder;

    @Test
    void endsEachJobOnceAndHearsNothingTwiceWhateverIsKilled() throws Exception {
        long seed = Long.getLong("chaos.seed", new Random().nextInt(1_000_000));

        ChaosRun.Result result = ChaosRun.run(
                folder,
                new ChaosRun.Settings(seed, KILLS, JOBS, 4, 4, Cluster.Shape.of(2, 2, Duration.ofSeconds(2))),
                System.out::println);

        System.out.println(result.figures());
        assertThat(result.broken()).as(result.figures().toString()).isEmpty();
    }
}
