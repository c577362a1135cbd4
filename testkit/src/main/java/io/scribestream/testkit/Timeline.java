package io.scribestream.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scribestream.testkit.WordErrorRate.Pair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.StreamSupport;

/** What a recording holds, stretch by stretch: who put it together wrote down where speech is and what is said. */
public record Timeline(List<Stretch> stretches) {

    /**
     * How far from speech, in seconds, a word may lie and still belong to it. Whisper's word times are no better than
     * this, and a recording begins and ends with breath.
     */
    public static final double TOLERANCE = 0.5;

    /** How many of an utterance's first words may be missing before its start counts as not found. */
    private static final int FIRST_WORDS = 3;

    /**
     * @param start in seconds of the recording
     * @param kind {@code speech, silence, roomtone, noise, music}
     * @param text what is said; empty where nobody speaks
     */
    public record Stretch(double start, double end, String kind, String text) {

        public boolean isSpeech() {
            return kind.equals("speech");
        }
    }

    /**
     * Where an utterance was heard to begin.
     *
     * @param heard seconds; empty if none of its first words was heard
     */
    public record Start(Stretch utterance, OptionalDouble heard) {

        /** Seconds between the utterance's start and the first word heard of it, infinite if there is none. */
        public double error() {
            return heard.isPresent() ? Math.abs(heard.getAsDouble() - utterance.start()) : Double.POSITIVE_INFINITY;
        }
    }

    public Timeline {
        stretches = List.copyOf(stretches);
    }

    /** Reads a JSON list of {@code start, end, kind, text}. */
    public static Timeline read(Path file) {
        try {
            JsonNode list = new ObjectMapper().readTree(file.toFile());
            return new Timeline(StreamSupport.stream(list.spliterator(), false)
                    .map(node -> new Stretch(
                            node.get("start").asDouble(),
                            node.get("end").asDouble(),
                            node.get("kind").asText(),
                            node.path("text").asText("")))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The same with each utterance cut to where its voice is by loudness, without the room before and behind it.
     *
     * @param samples of the recording, from -1 to 1
     */
    public Timeline voiced(float[] samples, int sampleRate) {
        return new Timeline(stretches.stream()
                .map(stretch -> stretch.isSpeech() ? Voice.in(stretch, samples, sampleRate) : stretch)
                .toList());
    }

    public List<Stretch> speech() {
        return stretches.stream().filter(Stretch::isSpeech).toList();
    }

    /** All that is said, an utterance a line. */
    public String text() {
        return String.join("\n", speech().stream().map(Stretch::text).toList());
    }

    /** The words whose middle is farther than {@link #TOLERANCE} from all speech: the engine made them up. */
    public List<TimedWord> writtenIntoSilence(List<TimedWord> words) {
        return words.stream().filter(word -> !isNearSpeech(word.middle())).toList();
    }

    private boolean isNearSpeech(double seconds) {
        return stretches.stream()
                .anyMatch(s -> s.isSpeech() && seconds >= s.start() - TOLERANCE && seconds <= s.end() + TOLERANCE);
    }

    /** Finds each utterance among the words heard, by what is said, not by when. */
    public List<Start> starts(List<TimedWord> words) {
        return utterances(words).stream()
                .map(found -> new Start(
                        found.utterance(),
                        found.heard().stream()
                                .limit(FIRST_WORDS)
                                .flatMap(Optional::stream)
                                .mapToDouble(TimedWord::start)
                                .findFirst()))
                .toList();
    }

    /**
     * How far the first and the last word of each utterance lie from its start and its end, in seconds; infinite where
     * the word was not heard.
     */
    public List<Edges> edges(List<TimedWord> words) {
        return utterances(words).stream()
                .map(found -> new Edges(
                        found.heard()
                                .get(0)
                                .map(word -> Math.abs(
                                        word.start() - found.utterance().start()))
                                .orElse(Double.POSITIVE_INFINITY),
                        found.heard()
                                .get(found.heard().size() - 1)
                                .map(word ->
                                        Math.abs(word.end() - found.utterance().end()))
                                .orElse(Double.POSITIVE_INFINITY)))
                .toList();
    }

    /** Seconds between where an utterance is written down to begin and end, and where its outer words were heard. */
    public record Edges(double start, double end) {}

    /** An utterance and, for each of its words, the word heard for it. */
    private record Utterance(Stretch utterance, List<Optional<TimedWord>> heard) {}

    private List<Utterance> utterances(List<TimedWord> words) {
        BasicNormalizer plain = new BasicNormalizer();
        List<TimedWord> heardWords = new ArrayList<>();
        List<String> heard = new ArrayList<>();
        for (TimedWord word : words) {
            for (String part : plain.words(word.text())) {
                heard.add(part);
                heardWords.add(word);
            }
        }
        List<String> said = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        for (Stretch utterance : speech()) {
            said.addAll(plain.words(utterance.text()));
            ends.add(said.size());
        }
        List<Optional<TimedWord>> heardFor = new ArrayList<>(Collections.nCopies(said.size(), Optional.empty()));
        for (Pair pair : WordErrorRate.of(said, heard).pairs()) {
            if (pair.reference() >= 0 && pair.hypothesis() >= 0) {
                heardFor.set(pair.reference(), Optional.of(heardWords.get(pair.hypothesis())));
            }
        }
        List<Utterance> found = new ArrayList<>();
        for (int i = 0; i < ends.size(); i++) {
            int first = i == 0 ? 0 : ends.get(i - 1);
            found.add(new Utterance(speech().get(i), heardFor.subList(first, ends.get(i))));
        }
        return found;
    }
}
