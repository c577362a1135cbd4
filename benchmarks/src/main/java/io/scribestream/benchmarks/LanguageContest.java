package io.scribestream.benchmarks;

import io.scribestream.benchmarks.Contender.Answer;
import io.scribestream.testkit.Corpus;
import io.scribestream.testkit.WordErrorRate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** FLEURS 000-004 in five languages: no language worse than with whisper.cpp, and each file's language found. */
final class LanguageContest {

    private static final double WORSE = 0.02;

    private LanguageContest() {}

    static void run(Report report, Path folder) throws IOException, InterruptedException {
        report.title("FLEURS 000-004, the language found by the engine for each file");
        Contenders contenders = new Contenders(folder);
        try (Contender onnx = contenders.onnx();
                Contender whisper = contenders.whisperCpp()) {
            Tally ours = new Tally();
            Tally theirs = new Tally();
            for (Corpus.Recording recording : Corpus.recordings("fleurs/")) {
                Path chunks = Cuts.into(folder.resolve(recording.path().replace('/', '-')), Cuts.of(recording.file()));
                ours.add(recording, onnx.ask("auto", chunks.toString()));
                theirs.add(recording, whisper.ask("auto", chunks.toString()));
            }
            theirs.rates.forEach((language, rate) -> {
                report.figure("word error rate, " + language + ", " + whisper.name(), rate.toString());
                WordErrorRate our = ours.rates.getOrDefault(language, rate);
                report.atMost("word error rate, " + language + ", " + onnx.name(), our.rate(), rate.rate() + WORSE);
            });
            report.figure("files in a wrong language, " + whisper.name(), theirs.wrong.toString());
            report.atMost("files in a wrong language, " + onnx.name(), ours.wrong.size(), 0);
        }
    }

    private static final class Tally {

        final Map<String, WordErrorRate> rates = new TreeMap<>();
        final List<String> wrong = new ArrayList<>();

        void add(Corpus.Recording recording, Answer answer) {
            String language = recording.language();
            rates.merge(language, WordErrorRate.of(recording.text(), answer.text(), language), WordErrorRate::plus);
            if (!answer.language().equals(language)) {
                wrong.add(recording.path() + " taken for " + answer.language());
            }
        }
    }
}
