package io.scribestream.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A transcript as {@code scribe transcribe -f json} wrote it.
 *
 * @param language of the recording
 * @param coverage JSON
 */
public record HeardText(String text, String language, String coverage, List<Segment> segments) {

    /**
     * @param start in seconds of the recording
     * @param words none without {@code --words}, and none where the text is suppressed; each with its own times
     */
    public record Segment(double start, double end, String text, String language, List<TimedWord> words) {

        public Segment {
            words = List.copyOf(words);
        }

        static Segment read(JsonNode segment) {
            return new Segment(
                    segment.path("start").asDouble(),
                    segment.path("end").asDouble(),
                    segment.path("text").asText(),
                    segment.path("language").asText(),
                    segment.hasNonNull("suppressed") ? List.of() : words(segment));
        }

        public double middle() {
            return (start + end) / 2;
        }

        private static List<TimedWord> words(JsonNode segment) {
            List<TimedWord> words = new ArrayList<>();
            for (JsonNode word : segment.path("words")) {
                words.add(new TimedWord(
                        word.path("text").asText(),
                        word.path("start").asDouble(),
                        word.path("end").asDouble()));
            }
            return words;
        }

        /** An utterance starts where its segment does; the words behind the first have times of their own. */
        private List<TimedWord> wordsFromItsStart() {
            List<TimedWord> moved = new ArrayList<>(words);
            if (!moved.isEmpty()) {
                moved.set(
                        0,
                        new TimedWord(words.get(0).text(), start, words.get(0).end()));
            }
            return moved;
        }
    }

    public HeardText {
        segments = List.copyOf(segments);
    }

    public static HeardText read(Path json) {
        try {
            return of(new ObjectMapper().readTree(json.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HeardText of(JsonNode transcript) {
        List<Segment> segments = new ArrayList<>();
        transcript.path("segments").forEach(segment -> segments.add(Segment.read(segment)));
        return new HeardText(
                transcript.path("text").asText(),
                transcript.path("language").asText(),
                transcript.path("coverage").toString(),
                segments);
    }

    /** The first of each segment starts with it. */
    public List<TimedWord> words() {
        return segments.stream()
                .flatMap(segment -> segment.wordsFromItsStart().stream())
                .toList();
    }

    /** Each with its own times. */
    public List<TimedWord> ownWords() {
        return segments.stream().flatMap(segment -> segment.words().stream()).toList();
    }
}
