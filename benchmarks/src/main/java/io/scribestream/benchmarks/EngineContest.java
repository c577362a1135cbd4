package io.scribestream.benchmarks;

import io.scribestream.benchmarks.Contender.Answer;
import io.scribestream.chunker.cut.Cut;
import io.scribestream.testkit.Corpus;
import io.scribestream.testkit.Timeline;
import io.scribestream.testkit.WordErrorRate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The engines against each other and against what people use today. */
final class EngineContest {

    private static final String TEN_MINUTES = "long/human-en-10min.opus";
    private static final String TIMELINE = "long/human-en-10min.timeline.json";
    private static final String ONNX = "onnx";
    private static final String DEFAULTS = "faster-whisper, batched, its defaults";
    private static final String GREEDY = "faster-whisper, batched, greedy";
    private static final String BUNDLED = "whisper.cpp, bundled";
    private static final String NEWER = "whisper.cpp 1.9.3";
    private static final int TEN_SECONDS = 10 * 2 * 16_000;

    private final Report report;
    private final Path folder;
    private final Contenders contenders;
    private final int rounds;

    EngineContest(Report report, Path folder, int rounds) {
        this.report = report;
        this.folder = folder;
        this.contenders = new Contenders(folder);
        this.rounds = rounds;
    }

    /** The command line from file to text against a call of a pipeline that is loaded. */
    void whole() throws Exception {
        report.title(
                "scribe transcribe of ten minutes, all but the start of Java, against the whole call of faster-whisper");
        Path file = Corpus.require(TEN_MINUTES);
        String said = Timeline.read(Corpus.require(TIMELINE)).text();
        Map<String, String> texts = new LinkedHashMap<>();
        try (Contender faster = contenders.fasterWhisper()) {
            Contest contest = new Contest()
                    .with("scribe transcribe", () -> {
                        ScribeProcess run = scribe(file);
                        texts.put("scribe transcribe", run.out());
                        return run.seconds() - startOfJava();
                    })
                    .with(DEFAULTS, () -> keep(texts, DEFAULTS, faster.ask("default", "en", file.toString())))
                    .with(GREEDY, () -> keep(texts, GREEDY, faster.ask("greedy", "en", file.toString())))
                    .run(report, rounds);
            report.atMost("of faster-whisper's time, its defaults", contest.ratio("scribe transcribe", DEFAULTS), 0.40);
            report.atMost("of faster-whisper's time, greedy", contest.ratio("scribe transcribe", GREEDY), 0.50);
        }
        texts.forEach((name, text) -> report.figure(
                "word error rate, " + name, WordErrorRate.of(said, text, "en").toString()));
        report.atMost(
                "word error rate, scribe transcribe",
                WordErrorRate.of(said, texts.getOrDefault("scribe transcribe", ""), "en")
                        .rate(),
                0.060);
    }

    /** The same chunks to each engine at once, and one of ten seconds alone. */
    void chunks() throws Exception {
        report.title("The chunks of ten minutes, engine against engine");
        List<Cut> cuts = Cuts.of(Corpus.require(TEN_MINUTES));
        String all = Cuts.into(folder.resolve("chunks"), cuts).toString();
        byte[] longest = cuts.stream()
                .map(Cut::pcm)
                .reduce((one, other) -> other.length > one.length ? other : one)
                .orElseThrow();
        Path one = Files.createDirectories(folder.resolve("one"));
        Files.write(one.resolve("000.pcm"), Arrays.copyOf(longest, TEN_SECONDS));
        Map<String, String> texts = new LinkedHashMap<>();
        try (Contender onnx = contenders.onnx();
                Contender bundled = contenders.whisperCpp();
                Contender newer = contenders.newerWhisperCpp()) {
            Contest contest = new Contest()
                    .with(ONNX, () -> keep(texts, ONNX, onnx.ask("en", all)))
                    .with(BUNDLED, () -> keep(texts, BUNDLED, bundled.ask("en", all)))
                    .with(NEWER, () -> keep(texts, NEWER, newer.ask("en", all)))
                    .run(report, rounds);
            report.figure("chunks", Integer.toString(cuts.size()));
            report.atMost("of the bundled whisper.cpp's time", contest.ratio(ONNX, BUNDLED), 0.17);
            report.atMost("of whisper.cpp 1.9.3's time", contest.ratio(ONNX, NEWER), 0.21);
            String said = Timeline.read(Corpus.require(TIMELINE)).text();
            texts.forEach((name, text) -> report.figure(
                    "word error rate, " + name,
                    WordErrorRate.of(said, text, "en").toString()));

            report.title("One chunk of 10 s alone");
            Contest alone = new Contest()
                    .with(ONNX, () -> onnx.ask("en", one.toString()).seconds())
                    .with(BUNDLED, () -> bundled.ask("en", one.toString()).seconds())
                    .with(NEWER, () -> newer.ask("en", one.toString()).seconds())
                    .run(report, 2 * rounds + 1);
            report.atMost("of whisper.cpp 1.9.3's time", alone.ratio(ONNX, NEWER), 0.35);

            report.title("The most memory resident, MB, of the processes that heard all that");
            report.figure(BUNDLED, String.format("%.0f", bundled.peakMegabytes()));
            report.figure(NEWER, String.format("%.0f", newer.peakMegabytes()));
            report.atMost(ONNX, onnx.peakMegabytes(), 700);
        }
    }

    /** Two engines, one model: the words on which they differ, over all English there is. */
    void agreement() throws Exception {
        report.title("The words of onnx against those of the bundled whisper.cpp");
        List<Path> recordings = Stream.concat(
                        Stream.of("arctic/", "debian-pocketsphinx/", "jfk/jfk.wav", "fleurs/fleurs-en")
                                .flatMap(prefix -> Corpus.recordings(prefix).stream())
                                .map(Corpus.Recording::file),
                        Stream.of(Corpus.require(TEN_MINUTES)))
                .toList();
        WordErrorRate difference = WordErrorRate.of(List.of(), List.of());
        try (Contender onnx = contenders.onnx();
                Contender bundled = contenders.whisperCpp()) {
            for (Path recording : recordings) {
                String chunks = Cuts.into(folder.resolve(recording.getFileName() + "-chunks"), Cuts.of(recording))
                        .toString();
                difference = difference.plus(WordErrorRate.of(
                        bundled.ask("en", chunks).text(), onnx.ask("en", chunks).text(), "en"));
            }
        }
        report.figure("", difference.toString());
        report.figure("differences", difference.differences());
        report.atMost("share of words that differ", difference.rate(), 0.03);
    }

    /** From the start of a process to an engine that can hear. */
    void starts() throws Exception {
        report.title("From the start of Java to an engine that hears");
        Contest contest = new Contest()
                .with("graphs built before", () -> ready(folder.resolve("cache")))
                .with("graphs not built yet", () -> ready(Files.createTempDirectory(folder, "fresh-")))
                .run(report, rounds);
        report.atMost("graphs built before, s", contest.median("graphs built before"), 2);
        report.atMost("graphs not built yet, s", contest.median("graphs not built yet"), 8);
    }

    private double ready(Path cache) throws Exception {
        try (Contender onnx = contenders.onnx(cache)) {
            return onnx.readySeconds();
        }
    }

    private static double keep(Map<String, String> texts, String name, Answer answer) {
        texts.put(name, answer.text());
        return answer.seconds();
    }

    private ScribeProcess scribe(Path file) throws Exception {
        return ScribeProcess.run(
                        "transcribe",
                        "--quiet",
                        "--again",
                        "-l",
                        "en",
                        "--data",
                        folder.resolve("data").toString(),
                        file.toString())
                .requireDone();
    }

    private static double startOfJava() throws Exception {
        long start = System.nanoTime();
        new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        return (System.nanoTime() - start) / 1e9;
    }
}
