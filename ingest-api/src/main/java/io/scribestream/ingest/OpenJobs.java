package io.scribestream.ingest;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many jobs on this instance's board have no outcome yet. Thread-safe. */
public final class OpenJobs {

    private final Map<Object, Integer> byTask = new ConcurrentHashMap<>();

    /** @param task the part of the board that has so many */
    void are(Object task, int jobs) {
        byTask.put(task, jobs);
    }

    /** The part of the board is taken away; who has it now counts it. */
    void leave(Object task) {
        byTask.remove(task);
    }

    int total() {
        return byTask.values().stream().mapToInt(Integer::intValue).sum();
    }
}
