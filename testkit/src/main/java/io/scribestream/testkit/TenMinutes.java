package io.scribestream.testkit;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * How well the ten minutes of English were heard, half of which are noise, music and silence.
 *
 * @param intoSilence words written where nobody speaks
 * @param startsFound the share of utterances that start within half a second of their place
 * @param wordsPlaced the share of first and last words within a quarter of a second of their utterance's start and end
 */
public record TenMinutes(WordErrorRate errors, List<TimedWord> intoSilence, double startsFound, double wordsPlaced) {

    public static final double MOST_ERRORS = 0.070;
    public static final int MOST_INTO_SILENCE = 3;
    public static final double LEAST_STARTS_FOUND = 0.90;

    private static final double START_TOLERANCE_SECONDS = 0.5;
    private static final double WORD_TOLERANCE_SECONDS = 0.25;

    public TenMinutes {
        intoSilence = List.copyOf(intoSilence);
    }

    /** The recording; skips the test where it is absent. */
    public static Path recording() {
        return Corpus.require("long/human-en-10min.opus");
    }

    /** @param heard with its words */
    public static TenMinutes score(HeardText heard) {
        Timeline timeline = timeline();
        List<Timeline.Start> starts = timeline.starts(heard.words());
        long found = starts.stream()
                .filter(start -> start.error() <= START_TOLERANCE_SECONDS)
                .count();
        return new TenMinutes(
                WordErrorRate.of(timeline.text(), heard.text(), "en"),
                timeline.writtenIntoSilence(heard.words()),
                (double) found / starts.size(),
                placed(timeline.edges(heard.words())));
    }

    /**
     * The share of first and last words, by their own times, within a quarter of a second of where the voice of their
     * utterance begins and ends by loudness.
     *
     * @param samples of the recording, from -1 to 1
     */
    public static double placedOnVoice(HeardText heard, float[] samples, int sampleRate) {
        return placed(timeline().voiced(samples, sampleRate).edges(heard.ownWords()));
    }

    private static Timeline timeline() {
        return Timeline.read(Corpus.require("long/human-en-10min.timeline.json"));
    }

    private static double placed(List<Timeline.Edges> edges) {
        long placed = edges.stream()
                .flatMapToDouble(edge -> DoubleStream.of(edge.start(), edge.end()))
                .filter(error -> error <= WORD_TOLERANCE_SECONDS)
                .count();
        return (double) placed / (2 * edges.size());
    }
}
