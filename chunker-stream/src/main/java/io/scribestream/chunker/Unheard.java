package io.scribestream.chunker;

import java.util.HashMap;
import java.util.Map;

/** How many chunks of this instance are out and not heard yet, on each partition of the audio topic. Thread-safe. */
final class Unheard {

    private final Map<Object, Map<Integer, Integer>> byOwner = new HashMap<>();

    synchronized int total() {
        return byOwner.values().stream()
                .flatMap(partitions -> partitions.values().stream())
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** @param owner the stream task that sent it and will read its result */
    synchronized void add(Object owner, int partition) {
        byOwner.computeIfAbsent(owner, o -> new HashMap<>()).merge(partition, 1, Integer::sum);
    }

    synchronized void remove(Object owner, int partition) {
        Map<Integer, Integer> partitions = byOwner.get(owner);
        if (partitions != null) {
            partitions.computeIfPresent(partition, (p, chunks) -> chunks == 1 ? null : chunks - 1);
        }
    }

    /** The task is taken away; whoever has it next counts for itself. */
    synchronized void leave(Object owner) {
        byOwner.remove(owner);
    }

    /**
     * The partition with the fewest chunks; a transcriber's thread owns partitions, so none idles while another has two
     * waiting.
     *
     * @param preferred among equals, the first from here on
     */
    synchronized int fewest(int partitions, int preferred) {
        int best = Math.floorMod(preferred, partitions);
        for (int step = 1; step < partitions; step++) {
            int partition = Math.floorMod(preferred + step, partitions);
            if (count(partition) < count(best)) {
                best = partition;
            }
        }
        return best;
    }

    private int count(int partition) {
        return byOwner.values().stream()
                .mapToInt(partitions -> partitions.getOrDefault(partition, 0))
                .sum();
    }
}
