package io.scribestream.merger.assembly;

import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.SourceEnd;
import java.util.LinkedHashMap;
import java.util.Map;

/** The language of most of the speech, by seconds of trusted text. Not thread-safe. */
final class LanguageVote {

    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private final Map<String, Double> weighted = new LinkedHashMap<>();

    void add(ChunkTranscript chunk) {
        for (Segment segment : chunk.getSegments()) {
            String language = segment.getLanguage().isEmpty() ? chunk.getLanguage() : segment.getLanguage();
            if (segment.getSuppressed().isEmpty() && !language.isEmpty()) {
                double length = Math.max(0, segment.getEnd() - segment.getStart());
                seconds.merge(language, length, Double::sum);
                weighted.merge(language, length * chunk.getLanguageProbability(), Double::sum);
            }
        }
    }

    /** Empty where nothing was said and no language was pinned; the first of several with the same time. */
    String winner(SourceEnd end) {
        String winner = end.getLanguage();
        double most = 0;
        for (Map.Entry<String, Double> said : seconds.entrySet()) {
            if (said.getValue() > most) {
                winner = said.getKey();
                most = said.getValue();
            }
        }
        return winner;
    }

    /** The vote of the whole job where there was one, else the mean over the speech in that language. */
    float probability(String language, SourceEnd end) {
        double said = seconds.getOrDefault(language, 0.0);
        if (language.equals(end.getLanguage()) || said == 0) {
            return end.getLanguageProbability();
        }
        return (float) (weighted.getOrDefault(language, 0.0) / said);
    }
}
