package io.scribestream.ingest;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The jobs on the board that have no outcome yet, by client and by how far they are, and those that are on
 * their way to it. Thread-safe.
 */
public final class OpenJobs {

    /** The board hears of a job within a second of its acceptance, unless the broker is away. */
    private static final Duration UNDER_WAY = Duration.ofMinutes(10);

    private final Map<Object, Map<Kind, Integer>> byTask = new HashMap<>();
    private final Map<String, UnderWay> underWay = new LinkedHashMap<>();
    private final Map<String, Integer> underWayOf = new HashMap<>();
    private final LongSupplier nanos;

    private record Kind(String client, String stage) {}

    private record UnderWay(String client, long since) {}

    public OpenJobs() {
        this(System::nanoTime);
    }

    /** @param nanos of a clock that never goes back */
    OpenJobs(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * A job has changed. Nobody ever sees it counted twice, or not at all.
     *
     * @param task the part of the board that has the job
     * @param before null for a job that is new here
     * @param after null for one that is forgotten
     */
    synchronized void count(Object task, @Nullable Counted before, @Nullable Counted after) {
        if (before != null && before.open()) {
            add(task, before, -1);
        }
        if (after != null) {
            forget(after.jobId());
            if (after.open()) {
                add(task, after, 1);
            }
        }
    }

    /** The part of the board is taken away; who has it now counts it. */
    synchronized void leave(Object task) {
        byTask.remove(task);
    }

    synchronized int total() {
        return byTask.values().stream()
                .flatMap(kinds -> kinds.values().stream())
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** Those of one client, with those that are on their way to the board. */
    synchronized int of(String client) {
        forgetOld();
        return underWayOf.getOrDefault(client, 0)
                + byTask.values().stream()
                        .flatMap(kinds -> kinds.entrySet().stream())
                        .filter(kind -> kind.getKey().client().equals(client))
                        .mapToInt(Map.Entry::getValue)
                        .sum();
    }

    /**
     * Counts a job that is about to be accepted, until the board has heard of it.
     *
     * @param most jobs that the client may have, this one among them
     * @return false where it has as many; then nothing is counted
     */
    synchronized boolean begin(String client, String jobId, int most) {
        if (of(client) >= most) {
            return false;
        }
        if (underWay.put(jobId, new UnderWay(client, nanos.getAsLong())) == null) {
            underWayOf.merge(client, 1, Integer::sum);
        }
        return true;
    }

    /** The job was not accepted after all, or the board has it. */
    synchronized void forget(String jobId) {
        UnderWay known = underWay.remove(jobId);
        if (known != null) {
            underWayOf.merge(known.client(), -1, OpenJobs::sumOrNone);
        }
    }

    /** How many of each client are at each stage, written as the API writes it: {@code queued}. */
    public synchronized Map<String, Map<String, Integer>> byClient() {
        Map<String, Map<String, Integer>> clients = new TreeMap<>();
        byTask.values()
                .forEach(kinds ->
                        kinds.forEach((kind, jobs) -> clients.computeIfAbsent(kind.client(), client -> new TreeMap<>())
                                .merge(kind.stage(), jobs, Integer::sum)));
        return clients;
    }

    private void add(Object task, Counted job, int more) {
        byTask.computeIfAbsent(task, t -> new HashMap<>())
                .merge(new Kind(job.client(), job.stage()), more, OpenJobs::sumOrNone);
    }

    /** The oldest come first. */
    private void forgetOld() {
        long now = nanos.getAsLong();
        Iterator<UnderWay> all = underWay.values().iterator();
        while (all.hasNext()) {
            UnderWay oldest = all.next();
            if (now - oldest.since() < UNDER_WAY.toNanos()) {
                return;
            }
            all.remove();
            underWayOf.merge(oldest.client(), -1, OpenJobs::sumOrNone);
        }
    }

    @SuppressWarnings("NullAway") // which is how a map is told to let go of a key
    private static @Nullable Integer sumOrNone(int one, int other) {
        return one + other == 0 ? null : Integer.valueOf(one + other);
    }
}
