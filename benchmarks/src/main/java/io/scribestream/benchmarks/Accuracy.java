package io.scribestream.benchmarks;

import io.scribestream.testkit.Fleurs;
import io.scribestream.testkit.HeardText;
import io.scribestream.testkit.TenMinutes;
import io.scribestream.transcriber.engine.Speech;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** How right the text is, through the whole of it: the command line, the flows, the shipped model. */
final class Accuracy {

    private Accuracy() {}

    static void tenMinutes(Report report, Path folder) throws IOException, InterruptedException {
        report.title("Ten minutes of English, half of it noise, music and silence");
        Path json = folder.resolve("ten.json");
        ScribeProcess.run(
                        "transcribe",
                        "--quiet",
                        "--words",
                        "--data",
                        folder.resolve("data").toString(),
                        "-o",
                        json.toString(),
                        TenMinutes.recording().toString())
                .requireDone();
        HeardText heard = HeardText.read(json);
        TenMinutes score = TenMinutes.score(heard);
        report.atMost("word error rate", score.errors().rate(), TenMinutes.MOST_ERRORS);
        report.figure("", score.errors().toString());
        report.atMost("words written where nobody speaks", score.intoSilence().size(), TenMinutes.MOST_INTO_SILENCE);
        report.atLeast("utterances that start within 0.5 s", score.startsFound(), TenMinutes.LEAST_STARTS_FOUND);
        report.atLeast("first and last words within 0.25 s of the timeline", score.wordsPlaced(), 0.90);
        report.figure(
                "the same of the voice, by loudness",
                String.format(
                        Locale.ROOT,
                        "%.3f",
                        TenMinutes.placedOnVoice(heard, Cuts.wholeOf(TenMinutes.recording()), Speech.SAMPLE_RATE)));
        report.figure("coverage", heard.coverage());
    }

    static void fleurs(Report report, Path folder) throws IOException, InterruptedException {
        report.title("FLEURS 000-004, the language found for each file");
        List<String> command = new ArrayList<>(List.of(
                "transcribe",
                "--quiet",
                "-f",
                "json",
                "--data",
                folder.resolve("data").toString(),
                "-o",
                folder + "/"));
        Fleurs.recordings().forEach(recording -> command.add(recording.file().toString()));
        ScribeProcess.run(command.toArray(String[]::new)).requireDone();
        Fleurs score = Fleurs.score(folder);
        new TreeMap<>(score.errors())
                .forEach((language, errors) -> report.atMost(
                        "word error rate, " + language, errors.rate(), Fleurs.MOST_ERRORS.getOrDefault(language, 1.0)));
        report.atMost("files in a wrong language", score.takenForAnother().size(), 0);
        report.figure("", score.takenForAnother().toString());
    }
}
