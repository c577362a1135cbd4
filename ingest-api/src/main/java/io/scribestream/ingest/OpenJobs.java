package io.scribestream.ingest;

import io.scribestream.ingest.state.BoardRow;
import io.scribestream.schemas.avro.Stage;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The jobs on this instance's board that have no outcome yet, by client and by how far they are. Thread-safe. */
public final class OpenJobs {

    private final Map<Object, Map<Kind, Integer>> byTask = new HashMap<>();

    private record Kind(String client, String stage) {}

    /**
     * @param task the part of the board that has the job
     * @param more 1 for a job that is as the row says, -1 for one that was
     */
    synchronized void count(Object task, BoardRow row, int more) {
        Kind kind = new Kind(row.getClient(), stage(row));
        byTask.computeIfAbsent(task, t -> new HashMap<>())
                .merge(kind, more, (a, b) -> a + b == 0 ? null : Integer.valueOf(a + b));
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

    /** How many of each client are at each stage, written as the API writes it: {@code queued}. */
    public synchronized Map<String, Map<String, Integer>> byClient() {
        Map<String, Map<String, Integer>> clients = new TreeMap<>();
        byTask.values()
                .forEach(kinds ->
                        kinds.forEach((kind, jobs) -> clients.computeIfAbsent(kind.client(), client -> new TreeMap<>())
                                .merge(kind.stage(), jobs, Integer::sum)));
        return clients;
    }

    private static String stage(BoardRow row) {
        Stage stage = Stage.valueOf(row.getStage());
        return (stage == Stage.UNKNOWN ? Stage.QUEUED : stage).name().toLowerCase(Locale.ROOT);
    }
}
