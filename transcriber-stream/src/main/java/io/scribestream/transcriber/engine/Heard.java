package io.scribestream.transcriber.engine;

import java.util.List;
import java.util.Map;

/**
 * What was heard in a chunk. All times in seconds from the chunk's start.
 *
 * @param language Whisper's code of the language it was heard in
 * @param languageProbability 0 to 1; 1 where the language was given
 * @param languages how likely each language of the model is, 0 to 1, by its code; empty where the language was given or
 *     the engine cannot say
 * @param segments in order; empty for silence
 */
public record Heard(
        String language, float languageProbability, Map<String, Float> languages, List<HeardSegment> segments) {

    public Heard {
        languages = Map.copyOf(languages);
        segments = List.copyOf(segments);
    }

    /** Where no more than that is known of its language. */
    public Heard(String language, float languageProbability, List<HeardSegment> segments) {
        this(language, languageProbability, Map.of(), segments);
    }

    /** The same language, with these. */
    public Heard with(List<HeardSegment> others) {
        return new Heard(language, languageProbability, languages, others);
    }

    /**
     * @param text trimmed, whole UTF-8
     * @param probability mean token probability, 0 to 1
     * @param noSpeechProbability 0 to 1, -1 where the engine cannot say
     */
    public record HeardSegment(
            double start,
            double end,
            String text,
            List<HeardWord> words,
            float probability,
            float noSpeechProbability) {
        public HeardSegment {
            words = List.copyOf(words);
        }
    }

    /**
     * @param text with its punctuation, without spaces around it
     * @param probability mean token probability, 0 to 1
     */
    public record HeardWord(String text, double start, double end, float probability) {}
}
