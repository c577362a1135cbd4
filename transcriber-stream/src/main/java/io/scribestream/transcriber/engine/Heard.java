package io.scribestream.transcriber.engine;

import java.util.List;

/**
 * What was heard in a chunk. All times in seconds from the chunk's start.
 *
 * @param language Whisper's code of the language it was heard in
 * @param languageProbability 0 to 1; 1 where the language was given
 * @param segments in order; empty for silence
 */
public record Heard(String language, float languageProbability, List<HeardSegment> segments) {

    public Heard {
        segments = List.copyOf(segments);
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
