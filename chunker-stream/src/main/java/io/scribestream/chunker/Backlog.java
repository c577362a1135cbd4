package io.scribestream.chunker;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Picks which of the jobs in the store a task holds in memory, to choose the next from: the oldest of each client, so
 * many that the order among them is worth something, so few that it does not matter how many wait. One of each client is
 * held in any case: nobody waits for the jobs of others to be picked. Not thread-safe.
 */
final class Backlog {

    static final int BY_CLIENT = 16;
    static final int IN_ALL = 128;

    private final Map<String, Integer> held;
    private final Map<String, PriorityQueue<Waiting>> oldest = new HashMap<>();
    private int offered;

    /** @param offset where the job lies on its topic: its age */
    record Waiting(String jobId, String client, long offset) {}

    /** @param held how many jobs of each client are in memory already */
    Backlog(Map<String, Integer> held) {
        this.held = Map.copyOf(held);
    }

    /** Whether one more job of a client may be held. */
    static boolean hasRoom(Map<String, Integer> held, String client) {
        int own = held.getOrDefault(client, 0);
        return own == 0 || (own < BY_CLIENT && sum(held) < IN_ALL);
    }

    /** Whether so few are held that it is worth looking for more. */
    static boolean isLow(Map<String, Integer> held, String client) {
        return held.getOrDefault(client, 0) <= BY_CLIENT / 2 && sum(held) <= IN_ALL / 2;
    }

    void offer(Waiting job) {
        offered++;
        int room = BY_CLIENT - held.getOrDefault(job.client(), 0);
        PriorityQueue<Waiting> queue = oldest.computeIfAbsent(
                job.client(),
                client -> new PriorityQueue<>(
                        Comparator.comparingLong(Waiting::offset).reversed()));
        queue.add(job);
        if (queue.size() > room) {
            queue.remove();
        }
    }

    /** The jobs to take, oldest first; where not all fit, each client gives its oldest before any gives its second. */
    List<Waiting> chosen() {
        Map<Waiting, Integer> ranks = new HashMap<>();
        for (PriorityQueue<Waiting> queue : oldest.values()) {
            List<Waiting> sorted = new ArrayList<>(queue);
            sorted.sort(Comparator.comparingLong(Waiting::offset));
            for (int i = 0; i < sorted.size(); i++) {
                ranks.put(sorted.get(i), held.getOrDefault(sorted.get(i).client(), 0) + i);
            }
        }
        long firsts = ranks.values().stream().filter(rank -> rank == 0).count();
        return ranks.keySet().stream()
                .sorted(Comparator.<Waiting>comparingInt(ranks::get).thenComparingLong(Waiting::offset))
                .limit(Math.max(firsts, IN_ALL - sum(held)))
                .sorted(Comparator.comparingLong(Waiting::offset))
                .toList();
    }

    /** Whether the store has more than were chosen. */
    boolean hasMore() {
        return offered > chosen().size();
    }

    private static int sum(Map<String, Integer> held) {
        return held.values().stream().mapToInt(Integer::intValue).sum();
    }
}
