package io.scribestream.testkit.chaos;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What was asked for: every job that Kafka acknowledged, and what has to come of it. Thread-safe. */
public final class JobBook {

    public enum Due {
        /** The transcript that the same recording has when nobody disturbs. */
        TRANSCRIPT,
        /** A failure by the recording's own fault. */
        REFUSAL,
        /** It was cancelled half-way: a failure that says so, or the transcript where the order came too late. */
        EITHER
    }

    /** @param recording its name */
    public record Entry(String jobId, String client, String recording, Due due) {}

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    public void add(Entry entry) {
        if (entries.put(entry.jobId(), entry) != null) {
            throw new IllegalArgumentException(entry.jobId() + " is in the book already");
        }
    }

    /** Sorted by id. */
    public List<Entry> all() {
        return entries.values().stream()
                .sorted(java.util.Comparator.comparing(Entry::jobId))
                .toList();
    }

    public boolean has(String jobId) {
        return entries.containsKey(jobId);
    }

    public boolean isEachOf(Collection<String> jobIds) {
        return jobIds.containsAll(entries.keySet());
    }
}
