package io.scribestream.merger.assembly;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Silence between words. */
final class Pauses {

    /**
     * The middle of the widest stretch between {@code from} and {@code to} in which neither chunk heard a word; the
     * first of several; the middle of it all where there is none.
     */
    static double widest(List<Unit> left, List<Unit> right, double from, double to) {
        List<Unit> units = Stream.concat(left.stream(), right.stream())
                .sorted(Comparator.comparingDouble(Unit::start))
                .toList();
        double at = (from + to) / 2;
        double widest = 0;
        double silentSince = from;
        for (Unit unit : units) {
            double until = Math.min(unit.start(), to);
            if (until - silentSince > widest) {
                widest = until - silentSince;
                at = (silentSince + until) / 2;
            }
            silentSince = Math.max(silentSince, unit.end());
        }
        return to - silentSince > widest ? (silentSince + to) / 2 : at;
    }

    private Pauses() {}
}
