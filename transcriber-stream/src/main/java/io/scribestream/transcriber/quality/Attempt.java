package io.scribestream.transcriber.quality;

import io.scribestream.transcriber.engine.Heard;
import io.scribestream.transcriber.engine.Heard.HeardSegment;
import java.util.List;

/** What was heard in a chunk at one go, with a verdict for each segment. */
public record Attempt(Heard heard, List<Verdict> verdicts) {

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
