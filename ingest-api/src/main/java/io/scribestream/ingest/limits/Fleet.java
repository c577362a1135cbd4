package io.scribestream.ingest.limits;

import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The instances that share the limits, as far as this one knows.
 *
 * @param self among the known
 */
record Fleet(String self, SortedSet<String> known) {

    Fleet {
        TreeSet<String> all = new TreeSet<>(known);
        all.add(self);
        known = all;
    }

    static Fleet of(String self, Set<String> known) {
        return new Fleet(self, new TreeSet<>(known));
    }

    /** This instance's part of a window; the parts of all instances sum to the whole. */
    Window share(Window window) {
        int whole = window.limit();
        int rest = whole % known.size() > known.headSet(self).size() ? 1 : 0;
        return window.withLimit(whole / known.size() + rest);
    }

    /** Whether all of them were heard of since a time. */
    boolean allHeardSince(long time, Map<String, Long> beats) {
        return known.stream().allMatch(instance -> beats.getOrDefault(instance, Long.MIN_VALUE) >= time);
    }
}
