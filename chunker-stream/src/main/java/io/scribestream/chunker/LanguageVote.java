package io.scribestream.chunker;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The language of a job, found by its first chunks: each votes with its probability times its seconds of speech. */
final class LanguageVote {

    /** Chunks that vote: with one, a jingle or a greeting in another language would decide for hours. */
    static final int VOTERS = 2;

    /** @param language empty where the chunk could not be heard: it does not vote */
    record Ballot(String language, double probability, double seconds) {
        double weight() {
            return language.isEmpty() ? 0 : probability * seconds;
        }
    }

    /** @param probability the winner's share of all speech, 0 to 1 */
    record Winner(String language, double probability) {}

    /** Empty where nobody voted; among equals the code that sorts first, so that the answer does not depend on order. */
    static Optional<Winner> winner(Collection<Ballot> ballots) {
        Map<String, Double> weights = new TreeMap<>();
        double seconds = 0;
        for (Ballot ballot : ballots) {
            if (ballot.weight() > 0) {
                weights.merge(ballot.language(), ballot.weight(), Double::sum);
                seconds += ballot.seconds();
            }
        }
        double all = seconds;
        return weights.entrySet().stream()
                .max(Map.Entry.<String, Double>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(best -> new Winner(best.getKey(), Math.min(1, best.getValue() / all)));
    }

    private LanguageVote() {}
}
