package io.scribestream.benchmarks;

import io.scribestream.runtime.Logs;
import io.scribestream.standalone.chaos.ChaosRun;
import io.scribestream.standalone.chaos.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.slf4j.event.Level;

/**
 * {@code benchmarks/chaos [run|transcribe|memory]}: {@code run} kills processes of a cluster at random from a seed, {@code
 * transcribe} kills {@code scribe transcribe} of the ten minutes, {@code memory} lets many jobs wait. Ends with 1 where
 * something did not hold.
 */
public final class Chaos {

    private Chaos() {}

    public static void main(String[] args) throws Exception {
        // Everything that goes away is said by every client that misses it.
        Logs.configure(Logs.Format.PLAIN, Level.ERROR);
        String what = args.length == 0 ? "run" : args[0];
        Path folder = Files.createTempDirectory("scribe-chaos");
        Results results = Results.of("chaos" + (what.equals("run") ? "" : "-" + what));
        boolean held =
                switch (what) {
                    case "run" -> run(folder, results);
                    case "transcribe" -> new TranscribeKills(folder, results).run(number("KILLS", 10));
                    case "memory" -> new WaitingJobs(folder, results).run(number("JOBS", 10_000), number("HOURS", 10));
                    default -> throw new IllegalArgumentException("no chaos is called " + what);
                };
        results.line(held ? "Every rule held." : "NOT EVERY RULE HELD; logs and data are in " + folder);
        results.write();
        if (held) {
            Main.delete(folder);
        }
        System.exit(held ? 0 : 1);
    }

    private static boolean run(Path folder, Results results) throws IOException, InterruptedException {
        long seed = number("SEED", (int) (System.nanoTime() & 0xffff));
        int kills = number("KILLS", 200);
        int jobs = number("JOBS", 500);
        ChaosRun.Result result = ChaosRun.run(
                folder,
                new ChaosRun.Settings(
                        seed,
                        kills,
                        jobs,
                        number("OPEN", 12),
                        number("RECORDINGS", 12),
                        Cluster.Shape.of(
                                number("TRANSCRIBERS", 3),
                                number("LANES", 2),
                                Duration.ofMillis(number("SLOWEST_MILLIS", 6_000)))),
                System.out::println);
        results.title("Chaos: " + kills + " kills, " + jobs + " jobs, seed " + seed);
        results.machine();
        results.table(result.figures());
        result.broken().forEach(sentence -> results.line("- " + sentence));
        return result.broken().isEmpty();
    }

    static int number(String variable, int otherwise) {
        Map<String, String> environment = System.getenv();
        return Integer.parseInt(environment.getOrDefault(variable, Integer.toString(otherwise)));
    }
}
