package io.scribestream.transcriber.ended;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ids of jobs that ended without a transcript. They are kept as long as chunks of theirs may lie on the topic, and no more
 * of them than a bound, the newest; an id that was dropped costs nothing but hearing what nobody wants. Thread-safe.
 */
public final class EndedJobs {

    /** Some 20 MB at most. */
    private static final int MOST = 100_000;

    private record Ended(String jobId, Instant at) {}

    private final Duration kept;
    private final int most;
    private final Set<String> ids = ConcurrentHashMap.newKeySet();
    private final Deque<Ended> byAge = new ArrayDeque<>();

    /** @param kept how long an id is of use */
    public EndedJobs(Duration kept) {
        this(kept, MOST);
    }

    EndedJobs(Duration kept, int most) {
        this.kept = kept;
        this.most = most;
    }

    /** Asked by the engine again and again while it hears. */
    public boolean contains(String jobId) {
        return ids.contains(jobId);
    }

    /** @param at when that was learnt: not earlier than what was learnt before */
    public synchronized void add(String jobId, Instant at) {
        if (ids.add(jobId)) {
            byAge.addLast(new Ended(jobId, at));
        }
        Instant oldest = at.minus(kept);
        while (byAge.size() > most || (!byAge.isEmpty() && byAge.getFirst().at().isBefore(oldest))) {
            ids.remove(byAge.removeFirst().jobId());
        }
    }

    int size() {
        return ids.size();
    }
}
