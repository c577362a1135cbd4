package io.scribestream.benchmarks;

import io.scribestream.chunker.cut.Cut;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import io.scribestream.testkit.Corpus;
import io.scribestream.testkit.Repository;
import io.scribestream.transcriber.engine.AbortedException;
import io.scribestream.transcriber.engine.Effort;
import io.scribestream.transcriber.engine.Engine;
import io.scribestream.transcriber.engine.EngineChoice;
import io.scribestream.transcriber.engine.EngineSettings;
import io.scribestream.transcriber.engine.Speech;
import io.scribestream.transcriber.engine.probe.Engines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** What a short chunk waits for when it comes to an engine that hears long ones in every other lane. */
final class Newcomer {

    private static final int SECONDS = 3;

    private Newcomer() {}

    static void run(Report report, Path folder, int rounds) throws Exception {
        report.title("A chunk of " + SECONDS + " s beside long ones in all other lanes, against the same alone");
        List<float[]> chunks = Cuts.of(Corpus.require("long/human-en-10min.opus")).stream()
                .map(Cut::pcm)
                .map(Cuts::samples)
                .toList();
        Env env = Env.of(Map.of())
                .with(
                        Setting.WHISPER_MODEL,
                        Repository.file("models/ggml-base-q8_0.bin").toString())
                .with(Setting.WHISPER_ENGINE, EngineChoice.ONNX.toString())
                .with(Setting.SCRIBE_CACHE_DIR, folder.toString());
        Speech memo = new Speech(Arrays.copyOf(chunks.get(0), SECONDS * Speech.SAMPLE_RATE), "en", "", false);
        List<Double> alone = new ArrayList<>();
        List<Double> beside = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        try (Engine engine = Engines.open(EngineSettings.from(env))) {
            seconds(engine, memo);
            for (int round = 0; round < rounds; round++) {
                alone.add(seconds(engine, memo));
                beside.add(besideOthers(engine, memo, chunks));
                ratios.add(beside.get(round) / alone.get(round));
            }
        }
        report.figure("alone, s", Report.range(alone));
        report.figure("beside the others, s", Report.range(beside));
        report.atMost("ratio, median", Report.median(ratios), 2);
    }

    private static double besideOthers(Engine engine, Speech memo, List<float[]> chunks) throws Exception {
        ExecutorService others = Executors.newFixedThreadPool(engine.lanes() - 1);
        AtomicBoolean enough = new AtomicBoolean();
        CountDownLatch busy = new CountDownLatch(engine.lanes() - 1);
        try {
            for (int lane = 0; lane < engine.lanes() - 1; lane++) {
                Speech speech = new Speech(chunks.get(lane), "en", "", false);
                others.execute(() -> hearUntil(enough, engine, speech, busy));
            }
            // Each has heard its chunk once by then and is on its way through it again.
            busy.await();
            return seconds(engine, memo);
        } finally {
            enough.set(true);
            others.shutdown();
            others.awaitTermination(1, TimeUnit.MINUTES);
        }
    }

    private static void hearUntil(AtomicBoolean enough, Engine engine, Speech speech, CountDownLatch busy) {
        try {
            engine.hear(speech, Effort.GREEDY, enough::get);
            busy.countDown();
            while (!enough.get()) {
                engine.hear(speech, Effort.GREEDY, enough::get);
            }
        } catch (AbortedException e) {
            // As asked: there is nothing more to hear.
            return;
        }
    }

    private static double seconds(Engine engine, Speech speech) {
        long start = System.nanoTime();
        engine.hear(speech, Effort.GREEDY, () -> false);
        return (System.nanoTime() - start) / 1e9;
    }
}
