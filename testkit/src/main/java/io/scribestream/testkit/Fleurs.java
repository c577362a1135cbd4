package io.scribestream.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How well the recordings of FLEURS were heard, five in each of five languages.
 *
 * @param errors by language, its recordings taken for one
 * @param takenForAnother a line for each recording whose language was not found
 */
public record Fleurs(Map<String, WordErrorRate> errors, List<String> takenForAnother) {

    /** The most word errors, by language. */
    public static final Map<String, Double> MOST_ERRORS =
            Map.of("de", 0.17, "en", 0.17, "es", 0.12, "fr", 0.34, "pt", 0.27);

    public Fleurs {
        errors = new TreeMap<>(errors);
        takenForAnother = List.copyOf(takenForAnother);
    }

    /** All of them; skips the test where there is no corpus. */
    public static List<Corpus.Recording> recordings() {
        return Corpus.recordings("fleurs/");
    }

    /** @param transcripts a folder with a JSON file for each recording, named after it */
    public static Fleurs score(Path transcripts) {
        Map<String, WordErrorRate> errors = new TreeMap<>();
        List<String> takenForAnother = new ArrayList<>();
        for (Corpus.Recording recording : recordings()) {
            String name = recording.file().getFileName().toString().replaceFirst("\\.[^.]*$", "");
            HeardText heard = HeardText.read(transcripts.resolve(name + ".json"));
            errors.merge(
                    recording.language(),
                    WordErrorRate.of(recording.text(), heard.text(), recording.language()),
                    WordErrorRate::plus);
            if (!heard.language().equals(recording.language())) {
                takenForAnother.add(name + " taken for " + heard.language());
            }
        }
        return new Fleurs(errors, takenForAnother);
    }
}
