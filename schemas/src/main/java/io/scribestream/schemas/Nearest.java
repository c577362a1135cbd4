package io.scribestream.schemas;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody most likely meant to write. */
public final class Nearest {

    /**
     * The candidate with the fewest letters to change, the first of several; empty where more than half of the letters
     * would have to change.
     */
    public static Optional<String> of(String written, Collection<String> candidates) {
        String lower = written.toLowerCase(Locale.ROOT);
        return candidates.stream()
                .filter(candidate -> distance(lower, candidate) <= Math.max(lower.length(), candidate.length()) / 2)
                .min(Comparator.comparingInt(candidate -> distance(lower, candidate)));
    }

    /** Levenshtein's distance: letters added, left out or changed; the case of a letter does not count. */
    private static int distance(String written, String candidate) {
        String other = candidate.toLowerCase(Locale.ROOT);
        int[] above = new int[other.length() + 1];
        for (int column = 0; column <= other.length(); column++) {
            above[column] = column;
        }
        for (int row = 1; row <= written.length(); row++) {
            int[] current = new int[other.length() + 1];
            current[0] = row;
            for (int column = 1; column <= other.length(); column++) {
                int change = above[column - 1] + (written.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(change, 1 + Math.min(above[column], current[column - 1]));
            }
            above = current;
        }
        return above[other.length()];
    }

    private Nearest() {}
}
