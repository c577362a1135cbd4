package io.scribestream.testkit.chaos;

import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.JobFailure;
import io.scribestream.schemas.avro.Transcript;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** All that a read_committed consumer finds on the topics, by job and in their order. */
public final class OnTopics {

    private final Map<String, List<SpecificRecord>> records = new HashMap<>();
    private final List<String> deadLetters = new ArrayList<>();
    private final Map<String, Set<String>> kept = new HashMap<>();

    /** What a process says of what it depends on is no job's. */
    void add(String jobId, SpecificRecord record) {
        if (record instanceof JobEvent event && event.getType() == EventType.BREAKER) {
            return;
        }
        records.computeIfAbsent(jobId, id -> new ArrayList<>()).add(record);
    }

    /** @param about where it came from and why */
    void addDeadLetter(String about) {
        deadLetters.add(about);
    }

    /** A row of a store, as its changelog has it; null where it was removed. */
    void row(String store, String key, byte @Nullable [] value) {
        Set<String> rows = kept.computeIfAbsent(store, name -> new TreeSet<>());
        if (value == null) {
            rows.remove(key);
        } else {
            rows.add(key);
        }
    }

    Set<String> jobs() {
        return new TreeSet<>(records.keySet());
    }

    /** What is on {@code segments}: results of chunks, and ends. */
    public List<ChunkTranscript> segments(String jobId) {
        return of(ChunkTranscript.class, jobId);
    }

    public List<Transcript> done(String jobId) {
        return of(Transcript.class, jobId);
    }

    public List<JobFailure> failed(String jobId) {
        return of(JobFailure.class, jobId);
    }

    public List<JobEvent> events(String jobId) {
        return of(JobEvent.class, jobId);
    }

    List<String> deadLetters() {
        return deadLetters;
    }

    /** Rows that are still in the stores of open jobs, by store. */
    public Map<String, Set<String>> open() {
        Map<String, Set<String>> open = new HashMap<>(kept);
        open.values().removeIf(Set::isEmpty);
        return open;
    }

    private <V extends SpecificRecord> List<V> of(Class<V> type, String jobId) {
        return records.getOrDefault(jobId, List.of()).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
