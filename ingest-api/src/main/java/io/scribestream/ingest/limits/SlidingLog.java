package io.scribestream.ingest.limits;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The requests of one client that were admitted, in the order of time. Times are microseconds of a clock that never goes
 * back. For one thread.
 */
final class SlidingLog {

    /** A request. */
    record Entry(long at, String id) {}

    private final List<Entry> entries = new ArrayList<>();

    /** Admits a request if no window is full, and then counts it in all of them. */
    Verdict take(long now, String id, List<Window> windows) {
        trim(now, longest(windows));
        List<Usage> before = usages(now, windows);
        if (before.stream().anyMatch(Usage::isFull)) {
            return new Verdict(false, before);
        }
        entries.add(new Entry(now, id));
        return new Verdict(true, usages(now, windows));
    }

    /** Whether a request would be admitted. */
    Verdict look(long now, List<Window> windows) {
        List<Usage> usages = usages(now, windows);
        return new Verdict(usages.stream().noneMatch(Usage::isFull), usages);
    }

    /** Counts a request that was admitted elsewhere, whatever the windows say. */
    void note(long now, String id) {
        entries.add(new Entry(now, id));
    }

    /** As if the request had never been. */
    void remove(String id) {
        entries.removeIf(entry -> entry.id().equals(id));
    }

    /** Forgets what is in no window any more. */
    void trim(long now, long longest) {
        entries.subList(0, firstAfter(now - longest)).clear();
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    static long longest(List<Window> windows) {
        return windows.stream().mapToLong(Window::micros).max().orElse(0);
    }

    private List<Usage> usages(long now, List<Window> windows) {
        return windows.stream().map(window -> usage(now, window)).toList();
    }

    private Usage usage(long now, Window window) {
        int first = firstAfter(now - window.micros());
        int used = entries.size() - first;
        long reset = window.micros();
        if (used > 0) {
            int leaving = Math.min(used - 1, Math.max(0, used - window.limit()));
            reset = entries.get(first + leaving).at() + window.micros() - now;
        }
        return new Usage(window, used, Duration.ofNanos(1000 * reset));
    }

    /** The index of the first entry after a time. */
    private int firstAfter(long time) {
        int low = 0;
        int high = entries.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (entries.get(middle).at() > time) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
