package io.scribestream.chunker;

import io.scribestream.chunker.state.Cursor;
import io.scribestream.chunker.state.KnownJob;
import io.scribestream.runtime.Wire;
import io.scribestream.schemas.AvroSerde;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The stores as the job's words: a cursor while the job is open, a fingerprint for some weeks after; beside that, where
 * chunks of it could not be heard, the cursor as it was in the end.
 */
final class Ledger {

    static final String CURSORS = "chunker-cursors";
    static final String KNOWN = "known-jobs";
    static final String GAPPED = "jobs-with-gaps";

    /**
     * As long as there may be an outcome, so that nobody sees a second one beside it: the merger may write it as late as
     * its topic still holds the end of the source, and then it is kept.
     */
    static final Duration KNOWN_FOR = Topics.SEGMENTS
            .retention()
            .plus(Collections.max(List.of(Topics.DONE.retention(), Topics.ERROR.retention())));

    private final KeyValueStore<String, Cursor> cursors;
    private final KeyValueStore<String, KnownJob> known;
    private final KeyValueStore<String, Cursor> gapped;
    private final AvroSerde<TranscriptionJob> jobs;

    Ledger(ProcessorContext<?, ?> context, Wire wire) {
        this.cursors = context.getStateStore(CURSORS);
        this.known = context.getStateStore(KNOWN);
        this.gapped = context.getStateStore(GAPPED);
        this.jobs = wire.serde(Topics.JOBS);
    }

    Optional<Cursor> find(String jobId) {
        return Optional.ofNullable(cursors.get(jobId));
    }

    /** @throws IllegalStateException if the job is not open */
    Cursor cursor(String jobId) {
        return find(jobId).orElseThrow(() -> new IllegalStateException("the job " + jobId + " has no cursor"));
    }

    Optional<KnownJob> known(String jobId) {
        return Optional.ofNullable(known.get(jobId));
    }

    /** Whose job it is or was; empty where no job has that id. */
    Optional<String> client(String jobId) {
        return find(jobId)
                .map(Cursor::getClient)
                .or(() -> known(jobId).map(KnownJob::getClient).filter(client -> !client.isEmpty()));
    }

    /** Keeps the cursor of an open job; one that nothing more can come of makes room for what is known of the job. */
    void keep(String jobId, Cursor cursor, Instant now) {
        if (Cursors.isClosed(cursor)) {
            cursors.delete(jobId);
            known.put(jobId, new KnownJob(cursor.getFingerprint(), now, cursor.getClient()));
            if (Redrives.hasGaps(cursor)) {
                gapped.put(jobId, cursor);
            }
        } else {
            cursors.put(jobId, cursor);
            Meters.saved();
        }
    }

    /** The cursor of a job that is over and has gaps. */
    Optional<Cursor> withGaps(String jobId) {
        return Optional.ofNullable(gapped.get(jobId));
    }

    /** A job that is over has something to send again. */
    void reopen(String jobId, Cursor cursor) {
        gapped.delete(jobId);
        cursors.put(jobId, cursor);
    }

    void forEachOpen(BiConsumer<String, Cursor> action) {
        try (KeyValueIterator<String, Cursor> rows = cursors.all()) {
            while (rows.hasNext()) {
                KeyValue<String, Cursor> row = rows.next();
                action.accept(row.key, row.value);
            }
        }
    }

    void forgetEndedBefore(Instant time) {
        List<String> old = new ArrayList<>();
        try (KeyValueIterator<String, KnownJob> rows = known.all()) {
            while (rows.hasNext()) {
                KeyValue<String, KnownJob> row = rows.next();
                if (row.value.getEndedAt().isBefore(time)) {
                    old.add(row.key);
                }
            }
        }
        for (String jobId : old) {
            known.delete(jobId);
            gapped.delete(jobId);
        }
    }

    TranscriptionJob job(Cursor cursor) {
        ByteBuffer bytes = cursor.getJob().duplicate();
        byte[] raw = new byte[bytes.remaining()];
        bytes.get(raw);
        TranscriptionJob job = jobs.deserialize(Topics.JOBS.name(), raw);
        if (job == null) {
            throw new IllegalStateException("a cursor without a job");
        }
        return job;
    }

    /** A job as it is on its topic. */
    byte[] raw(TranscriptionJob job) {
        byte[] raw = jobs.serialize(Topics.JOBS.name(), job);
        if (raw == null) {
            throw new IllegalArgumentException("no job");
        }
        return raw;
    }
}
