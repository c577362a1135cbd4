package io.scribestream.transcriber.quality;

import io.scribestream.transcriber.engine.Heard;
import io.scribestream.transcriber.engine.Heard.HeardSegment;
import java.util.List;

/** What was heard in a chunk at one go, with a verdict for each segment. */
public record Attempt(Heard heard, List<Verdict> verdicts) {

    /**
     * Mean probability of words. Of FLEURS 000-004 in five languages the seven recordings below it had 0.24 to 0.53 of their words
     * wrong when heard greedily, a fifth of which a beam search mended; those above had 0.12 wrong, and a beam search hardly mended
     * any. English that is spoken clearly is at 0.88 and above.
     */
    private static final double SURE = 0.8;

    public Attempt {
        verdicts = List.copyOf(verdicts);
    }

    public static Attempt of(Heard heard) {
        return new Attempt(heard, QualityCheck.judge(heard.segments()));
    }

    /** Whether some of the text is bad. */
    public boolean isBad() {
        return verdicts.stream().anyMatch(Verdict::isBad);
    }

    /** Whether a harder try may find better words: some of the text is bad, or the engine is not sure of it as a whole. */
    public boolean isDoubtful() {
        return isBad() || isUnsure();
    }

    private boolean isUnsure() {
        double words = 0;
        double sure = 0;
        for (HeardSegment segment : heard.segments()) {
            int count = Units.of(segment.text()).count();
            words += count;
            sure += count * segment.probability();
        }
        return sure < SURE * words;
    }

    /** The one that hears more words that are to be trusted; this one where they are equal. */
    public Attempt orBetter(Attempt other) {
        return other.trustedWords() > trustedWords() ? other : this;
    }

    /** How many words are right as far as the engine knows: the probabilities of all that are not bad. */
    private double trustedWords() {
        double sum = 0;
        for (int i = 0; i < verdicts.size(); i++) {
            if (!verdicts.get(i).isBad()) {
                HeardSegment segment = heard.segments().get(i);
                sum += Units.of(segment.text()).count() * segment.probability();
            }
        }
        return sum;
    }
}
