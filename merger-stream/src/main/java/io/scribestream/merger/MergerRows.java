package io.scribestream.merger;

import io.scribestream.schemas.avro.ChunkTranscript;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The store of what came in for open jobs: a row per chunk under {@code jobId|0000000042}, so that a scan gives them in
 * order; the end of the source under {@code jobId|end}; what is held back at a forced cut under {@code jobId|held}. No
 * id of a job holds the bar, so no job's rows lie among another's.
 */
final class MergerRows {

    static final String NAME = "merger-rows";

    private static final char BAR = '|';
    private static final String END = "end";
    private static final String HELD = "held";

    /** Behind every letter and digit that a key can go on with. */
    private static final char LAST = '~';

    private final KeyValueStore<String, ChunkTranscript> store;

    MergerRows(KeyValueStore<String, ChunkTranscript> store) {
        this.store = store;
    }

    ChunkTranscript chunk(String jobId, int index) {
        ChunkTranscript chunk = store.get(key(jobId, index));
        if (chunk == null) {
            throw new IllegalStateException("chunk " + index + " of job " + jobId + " came, but its row is gone");
        }
        return chunk;
    }

    void putChunk(ChunkTranscript chunk) {
        store.put(key(chunk.getJobId(), chunk.getIndex()), chunk);
    }

    /** All chunks of a job, by index. */
    void forEachChunk(String jobId, Consumer<ChunkTranscript> action) {
        try (KeyValueIterator<String, ChunkTranscript> rows =
                store.range(key(jobId, 0), key(jobId, Integer.MAX_VALUE))) {
            rows.forEachRemaining(row -> action.accept(row.value));
        }
    }

    @Nullable
    ChunkTranscript end(String jobId) {
        return store.get(jobId + BAR + END);
    }

    void putEnd(ChunkTranscript end) {
        store.put(end.getJobId() + BAR + END, end);
    }

    @Nullable
    ChunkTranscript held(String jobId) {
        return store.get(jobId + BAR + HELD);
    }

    /**
     * @param held null where nothing is held back
     */
    void putHeld(String jobId, @Nullable ChunkTranscript held) {
        store.put(jobId + BAR + HELD, held);
    }

    void deleteAll(String jobId) {
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, ChunkTranscript> rows = store.range(jobId + BAR, jobId + BAR + LAST)) {
            while (rows.hasNext()) {
                keys.add(rows.peekNextKey());
                rows.next();
            }
        }
        keys.forEach(store::delete);
    }

    private static String key(String jobId, int index) {
        return jobId + BAR + String.format(Locale.ROOT, "%010d", index);
    }
}
