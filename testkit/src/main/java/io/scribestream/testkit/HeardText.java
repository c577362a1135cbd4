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
     * @param words none without {@code --words}, and none where the text is suppressed
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
                // An utterance starts where its segment does; the words behind the first have times of their own.
                JsonNode starts = words.isEmpty() ? segment : word;
                words.add(new TimedWord(
                        word.path("text").asText(),
                        starts.path("start").asDouble(),
                        word.path("end").asDouble()));
            }
            return words;
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

    public List<TimedWord> words() {
        return segments.stream().flatMap(segment -> segment.words().stream()).toList();
    }
}
