package io.scribestream.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * How far a text is from what was said: the fewest words to change, leave out or put in, divided by the words said.
 *
 * @param pairs both texts side by side, word by word
 */
public record WordErrorRate(List<Pair> pairs) {

    public enum Kind {
        HIT,
        SUBSTITUTION,
        DELETION,
        INSERTION
    }

    /**
     * A word said and the word heard for it.
     *
     * @param reference its place among the words said; -1 for an insertion
     * @param hypothesis its place among the words heard; -1 for a deletion
     * @param said empty for an insertion
     * @param heard empty for a deletion
     */
    public record Pair(Kind kind, int reference, int hypothesis, String said, String heard) {}

    public WordErrorRate {
        pairs = List.copyOf(pairs);
    }

    public static WordErrorRate of(String said, String heard, Normalizer normalizer) {
        return of(normalizer.words(said), normalizer.words(heard));
    }

    /** With the normaliser of a language; in Chinese, Japanese and the like it is the character error rate. */
    public static WordErrorRate of(String said, String heard, String language) {
        return of(said, heard, Normalizer.of(language));
    }

    /** Levenshtein's distance over words as they are; needs one byte for each pair of words. */
    public static WordErrorRate of(List<String> said, List<String> heard) {
        Kind[][] step = new Kind[said.size() + 1][heard.size() + 1];
        int[] above = new int[heard.size() + 1];
        for (int j = 1; j <= heard.size(); j++) {
            above[j] = j;
            step[0][j] = Kind.INSERTION;
        }
        for (int i = 1; i <= said.size(); i++) {
            int[] row = new int[heard.size() + 1];
            row[0] = i;
            step[i][0] = Kind.DELETION;
            for (int j = 1; j <= heard.size(); j++) {
                boolean same = said.get(i - 1).equals(heard.get(j - 1));
                int across = above[j - 1] + (same ? 0 : 1);
                int down = above[j] + 1;
                int right = row[j - 1] + 1;
                row[j] = Math.min(across, Math.min(down, right));
                step[i][j] = row[j] == across
                        ? (same ? Kind.HIT : Kind.SUBSTITUTION)
                        : row[j] == down ? Kind.DELETION : Kind.INSERTION;
            }
            above = row;
        }
        return new WordErrorRate(walkBack(said, heard, step));
    }

    private static List<Pair> walkBack(List<String> said, List<String> heard, Kind[][] step) {
        List<Pair> pairs = new ArrayList<>();
        int i = said.size();
        int j = heard.size();
        while (i > 0 || j > 0) {
            switch (step[i][j]) {
                case HIT, SUBSTITUTION -> {
                    pairs.add(new Pair(step[i][j], i - 1, j - 1, said.get(i - 1), heard.get(j - 1)));
                    i--;
                    j--;
                }
                case DELETION -> pairs.add(new Pair(Kind.DELETION, i - 1, -1, said.get(--i), ""));
                case INSERTION -> pairs.add(new Pair(Kind.INSERTION, -1, j - 1, "", heard.get(--j)));
            }
        }
        Collections.reverse(pairs);
        return pairs;
    }

    /** Errors per word said; may be above 1. 0 where nothing was said and nothing heard. */
    public double rate() {
        int errors = substitutions() + deletions() + insertions();
        return errors == 0 ? 0 : (double) errors / Math.max(1, wordsSaid());
    }

    public int wordsSaid() {
        return hits() + substitutions() + deletions();
    }

    public int hits() {
        return count(Kind.HIT);
    }

    public int substitutions() {
        return count(Kind.SUBSTITUTION);
    }

    public int deletions() {
        return count(Kind.DELETION);
    }

    public int insertions() {
        return count(Kind.INSERTION);
    }

    /** Both together, as if the recordings were one. */
    public WordErrorRate plus(WordErrorRate other) {
        List<Pair> both = new ArrayList<>(pairs);
        both.addAll(other.pairs);
        return new WordErrorRate(both);
    }

    /** The errors in order, for people: {@code quilter>quieter -the +a}. */
    public String differences() {
        StringBuilder text = new StringBuilder();
        for (Pair pair : pairs) {
            switch (pair.kind()) {
                case HIT -> {}
                case SUBSTITUTION ->
                    text.append(pair.said()).append('>').append(pair.heard()).append(' ');
                case DELETION -> text.append('-').append(pair.said()).append(' ');
                case INSERTION -> text.append('+').append(pair.heard()).append(' ');
            }
        }
        return text.toString().strip();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.4f of %d words (%d substituted, %d deleted, %d inserted)",
                rate(),
                wordsSaid(),
                substitutions(),
                deletions(),
                insertions());
    }

    private int count(Kind kind) {
        return (int) pairs.stream().filter(pair -> pair.kind() == kind).count();
    }
}
