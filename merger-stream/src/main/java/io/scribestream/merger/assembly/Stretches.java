package io.scribestream.merger.assembly;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Parts of a source in samples, in order and apart from each other. Immutable. Whole numbers, so that what is added up
 * is exact.
 */
record Stretches(List<Stretch> parts) {

    static final Stretches NONE = new Stretches(List.of());

    /** From the first sample to the one before {@code to}. */
    record Stretch(long from, long to) {}

    Stretches {
        parts = List.copyOf(parts);
    }

    /** All samples that lie in any of these; empty and turned ones count nothing. */
    static Stretches of(Collection<Stretch> any) {
        List<Stretch> sorted = any.stream()
                .filter(part -> part.from() < part.to())
                .sorted(Comparator.comparingLong(Stretch::from))
                .toList();
        List<Stretch> parts = new ArrayList<>();
        for (Stretch part : sorted) {
            Stretch last = parts.isEmpty() ? null : parts.get(parts.size() - 1);
            if (last != null && part.from() <= last.to()) {
                parts.set(parts.size() - 1, new Stretch(last.from(), Math.max(last.to(), part.to())));
            } else {
                parts.add(part);
            }
        }
        return new Stretches(parts);
    }

    static Stretches of(long from, long to) {
        return of(List.of(new Stretch(from, to)));
    }

    Stretches and(Stretches other) {
        List<Stretch> both = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < parts.size() && j < other.parts.size()) {
            Stretch mine = parts.get(i);
            Stretch theirs = other.parts.get(j);
            both.add(new Stretch(Math.max(mine.from(), theirs.from()), Math.min(mine.to(), theirs.to())));
            if (mine.to() < theirs.to()) {
                i++;
            } else {
                j++;
            }
        }
        return of(both);
    }

    Stretches minus(Stretches other) {
        List<Stretch> outside = new ArrayList<>();
        long from = Long.MIN_VALUE;
        for (Stretch part : other.parts) {
            outside.add(new Stretch(from, part.from()));
            from = part.to();
        }
        outside.add(new Stretch(from, Long.MAX_VALUE));
        return and(of(outside));
    }

    /** How many samples. */
    long length() {
        return parts.stream().mapToLong(part -> part.to() - part.from()).sum();
    }
}
