package io.scribestream.ingest;

import io.scribestream.ingest.state.BoardRow;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Jobs that this instance accepted a moment ago: the board hears of them a little later, and a client must not be told
 * that its job is unknown in between. Thread-safe, bounded.
 */
final class Accepted {

    private static final int KEPT = 10_000;

    private final Map<String, BoardRow> rows = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, BoardRow> eldest) {
            return size() > KEPT;
        }
    });

    void add(BoardRow row) {
        rows.put(row.getJobId(), row);
    }

    Optional<BoardRow> find(String jobId) {
        return Optional.ofNullable(rows.get(jobId));
    }
}
