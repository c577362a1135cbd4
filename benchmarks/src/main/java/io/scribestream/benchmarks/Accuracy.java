package io.scribestream.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scribestream.testkit.Corpus;
import io.scribestream.testkit.TimedWord;
import io.scribestream.testkit.Timeline;
import io.scribestream.testkit.WordErrorRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How right the text is, through the whole of it: the command line, the flows, the shipped model. */
final class Accuracy {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Double> FLEURS =
            new TreeMap<>(Map.of("de", 0.17, "en", 0.17, "es", 0.12, "fr", 0.34, "pt", 0.27));

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
                        Corpus.require("long/human-en-10min.opus").toString())
                .requireDone();
        JsonNode transcript = JSON.readTree(json.toFile());
        Timeline timeline = Timeline.read(Corpus.require("long/human-en-10min.timeline.json"));
        List<TimedWord> words = words(transcript);

        WordErrorRate errors =
                WordErrorRate.of(timeline.text(), transcript.path("text").asText(), "en");
        report.atMost("word error rate", errors.rate(), 0.070);
        report.figure("", errors.toString());
        report.atMost(
                "words written where nobody speaks",
                timeline.writtenIntoSilence(words).size(),
                3);
        List<Timeline.Start> starts = timeline.starts(words);
        long near = starts.stream().filter(start -> start.error() <= 0.5).count();
        report.atLeast("utterances that start within 0.5 s", (double) near / starts.size(), 0.90);
        report.figure("coverage", transcript.path("coverage").toString());
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
        List<Corpus.Recording> recordings = Corpus.recordings("fleurs/");
        recordings.forEach(recording -> command.add(recording.file().toString()));
        ScribeProcess.run(command.toArray(String[]::new)).requireDone();
        Map<String, WordErrorRate> byLanguage = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        for (Corpus.Recording recording : recordings) {
            String stem = Path.of(recording.path()).getFileName().toString().replaceFirst("\\.[^.]*$", "");
            JsonNode transcript = JSON.readTree(Files.readString(folder.resolve(stem + ".json")));
            WordErrorRate errors =
                    WordErrorRate.of(recording.text(), transcript.path("text").asText(), recording.language());
            byLanguage.merge(recording.language(), errors, WordErrorRate::plus);
            String found = transcript.path("language").asText();
            if (!found.equals(recording.language())) {
                wrong.add(stem + " taken for " + found);
            }
        }
        byLanguage.forEach((language, errors) -> Optional.ofNullable(FLEURS.get(language))
                .ifPresent(goal -> report.atMost("word error rate, " + language, errors.rate(), goal)));
        report.atMost("files in a wrong language", wrong.size(), 0);
        report.figure("", wrong.toString());
    }

    private static List<TimedWord> words(JsonNode transcript) {
        List<TimedWord> words = new ArrayList<>();
        for (JsonNode segment : transcript.path("segments")) {
            if (segment.hasNonNull("suppressed")) {
                continue;
            }
            boolean first = true;
            for (JsonNode word : segment.path("words")) {
                // An utterance starts where its segment does; the words behind the first have times of their own.
                double start = (first ? segment : word).path("start").asDouble();
                first = false;
                words.add(new TimedWord(
                        word.path("text").asText(), start, word.path("end").asDouble()));
            }
        }
        return words;
    }
}
