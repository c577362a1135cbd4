package io.scribestream.ingest.events;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tells those who follow a job that something about it changed; what it is they read themselves. Thread-safe. */
public final class JobChanges {

    private final Map<String, Set<Runnable>> followers = new ConcurrentHashMap<>();

    /** Ends being told; may be closed more than once. */
    public interface Following extends AutoCloseable {
        @Override
        void close();
    }

    /** @param told on the thread that makes the change: it has to return at once */
    public Following follow(String jobId, Runnable told) {
        followers.compute(jobId, (id, known) -> {
            Set<Runnable> all = known == null ? ConcurrentHashMap.newKeySet() : known;
            all.add(told);
            return all;
        });
        return () -> followers.computeIfPresent(jobId, (id, all) -> {
            all.remove(told);
            return all.isEmpty() ? null : all;
        });
    }

    public void changed(String jobId) {
        followers.getOrDefault(jobId, Set.of()).forEach(Runnable::run);
    }

    /** How many jobs are followed. */
    int followed() {
        return followers.size();
    }
}
