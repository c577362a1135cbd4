package io.scribestream.benchmarks;

import io.scribestream.testkit.Corpus;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What it costs the engine that another process wants the same processors: half of them, and not much more. */
final class SharedMachine {

    private static final String ALONE = "one process";
    private static final String BOTH = "two at once, the slower one";

    private SharedMachine() {}

    static void run(Report report, Path folder, int rounds) throws Exception {
        report.title("The chunks of ten minutes to one process, and to two at once, each with threads for all cores");
        String chunks = Cuts.into(folder.resolve("chunks"), Cuts.of(Corpus.require("long/human-en-10min.opus")))
                .toString();
        Contenders contenders = new Contenders(folder);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (Contender one = contenders.onnx();
                Contender two = contenders.onnx()) {
            Contest contest = new Contest()
                    .with(ALONE, () -> one.ask("en", chunks).seconds())
                    .with(BOTH, () -> {
                        Future<Contender.Answer> beside = other.submit(() -> two.ask("en", chunks));
                        double own = one.ask("en", chunks).seconds();
                        return Math.max(own, beside.get().seconds());
                    })
                    .run(report, rounds);
            report.atMost("of the time of one", contest.ratio(BOTH, ALONE), 2.5);
        } finally {
            other.shutdown();
        }
    }
}
