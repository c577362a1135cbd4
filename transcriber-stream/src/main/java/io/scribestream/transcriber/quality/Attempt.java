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

    /** What a text must have of another's words to say as much. */
    private static final double MOST_OF = 0.8;

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
        return sureWords(false) < SURE * words();
    }

    /**
     * Where some text is bad, the one that hears more words that are to be trusted. Otherwise the one that is surer of its
     * words: more of them are no gain then, as long as the other does not leave a part unheard. This one where they are equal.
     */
    public Attempt orBetter(Attempt other) {
        boolean better = isBad() || other.isBad()
                ? other.sureWords(true) > sureWords(true)
                : other.words() >= MOST_OF * words()
                        && other.sureWords(false) * words() > sureWords(false) * other.words();
        return better ? other : this;
    }

    private int words() {
        return heard.segments().stream()
                .mapToInt(segment -> Units.of(segment.text()).count())
                .sum();
    }

    /** How many words are right as far as the engine knows: the probabilities of all, or of all that are not bad. */
    private double sureWords(boolean onlyTrusted) {
        double sum = 0;
        for (int i = 0; i < verdicts.size(); i++) {
            if (!onlyTrusted || !verdicts.get(i).isBad()) {
                HeardSegment segment = heard.segments().get(i);
                sum += Units.of(segment.text()).count() * segment.probability();
            }
        }
        return sum;
    }
}
