package io.scribestream.benchmarks;

import io.scribestream.chunker.cut.Cut;
import io.scribestream.testkit.Corpus;
import io.scribestream.testkit.Repository;
import io.scribestream.transcriber.engine.Engine;
import io.scribestream.transcriber.engine.EngineChoice;
import io.scribestream.transcriber.engine.EngineSettings;
import io.scribestream.transcriber.engine.Speech;
import io.scribestream.transcriber.engine.probe.Engines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What the flows cost: ten minutes through a warm single JVM, against the same chunks given to the same engine directly. */
final class Overhead {

    private static final String FILE = "long/human-en-10min.opus";

    private Overhead() {}

    static void tenMinutes(Report report, Path folder, EngineChoice choice, int rounds) throws Exception {
        report.title("Ten minutes through the flows against " + choice + " alone, " + rounds + " rounds in turns");
        List<Cut> cuts = Cuts.of(Corpus.require(FILE));
        List<Double> direct = new ArrayList<>();
        List<Double> flows = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        try (WarmJvm jvm = WarmJvm.start(folder.resolve("overhead-" + choice), choice);
                Engine engine = Engines.open(EngineSettings.from(jvm.env()))) {
            jvm.transcribe(Repository.file("samples/jfk.wav"), "warm-up");
            for (int round = 0; round < rounds; round++) {
                direct.add(hear(engine, cuts));
                flows.add(jvm.transcribe(Corpus.require(FILE), "round-" + round).seconds());
                ratios.add(flows.get(round) / direct.get(round));
            }
        }
        report.figure("chunks", Integer.toString(cuts.size()));
        report.figure("engine alone, s", Report.range(direct));
        report.figure("through the flows, s", Report.range(flows));
        report.atMost("ratio, median", Report.median(ratios), 1.05);
    }

    private static double hear(Engine engine, List<Cut> cuts) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(engine.lanes());
        try {
            long start = System.nanoTime();
            List<Future<?>> heard = new ArrayList<>();
            for (Cut cut : cuts) {
                heard.add(pool.submit(
                        () -> EngineWorker.untilGood(engine, new Speech(Cuts.samples(cut.pcm()), "en", "", false))));
            }
            for (Future<?> one : heard) {
                one.get();
            }
            return (System.nanoTime() - start) / 1e9;
        } finally {
            pool.shutdown();
        }
    }
}
