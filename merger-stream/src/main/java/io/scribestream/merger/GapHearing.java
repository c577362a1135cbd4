package io.scribestream.merger;

import io.scribestream.merger.assembly.Redriven;
import io.scribestream.merger.state.JobSummary;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.Redrive;
import io.scribestream.schemas.avro.Transcript;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in what is heard of gaps once their job has its transcript: the chunks that come again replace the rows that
 * failed, and when the last of them is back there is another version. For the stream thread; as in
 * {@link MergerProcessor}, stores and records come last.
 */
final class GapHearing {

    private static final Logger LOG = LoggerFactory.getLogger(GapHearing.class);

    /** As long as the chunker may order a redrive, which it decides by the age of the outcome, and as it may be late. */
    static final Duration KEPT = Topics.DONE.retention().plus(Topics.SEGMENTS.retention());

    private final MergerRows rows;
    private final KeyValueStore<String, JobSummary> jobs;
    private final Closing closing;

    /** What the processor does for both of us. */
    interface Closing {
        /** The transcript of all rows, the record that came in the place of its own. */
        Outcome outcome(ChunkTranscript last);

        void forward(Record<String, ChunkTranscript> came, List<? extends SpecificRecord> said);

        Instant now();
    }

    /** @param hasFailures whether it has chunks that failed, so that its rows are kept */
    record Outcome(Transcript transcript, boolean hasFailures) {}

    GapHearing(MergerRows rows, KeyValueStore<String, JobSummary> jobs, Closing closing) {
        this.rows = rows;
        this.jobs = jobs;
        this.closing = closing;
    }

    /** A redrive begins, or is given up. */
    void ordered(Record<String, ChunkTranscript> came, @Nullable JobSummary known, Redrive redrive) {
        String jobId = came.value().getJobId();
        if (known == null || !Redriven.isClosed(known)) {
            closing.forward(came, List.of(MergerEvents.redriveRefused(came.value(), redrive, closing.now())));
        } else if (redrive.getFailure() == null && redrive.getNumber() > known.getRedrive()) {
            jobs.put(jobId, Redriven.begun(known, redrive));
        } else if (redrive.getFailure() != null && redrive.getNumber() == known.getRedrive()) {
            giveUp(came, known);
        } else {
            ignored(came.value(), "order to hear gaps came again, ignored");
        }
    }

    /** A chunk that was heard again. */
    void heard(Record<String, ChunkTranscript> came, @Nullable JobSummary known) {
        ChunkTranscript chunk = came.value();
        if (known == null || !Redriven.isAwaited(known, chunk.getRedrive(), chunk.getIndex())) {
            ignored(chunk, "chunk of a redrive that nobody waits for, ignored");
            return;
        }
        JobSummary job = Redriven.with(known, chunk.getIndex());
        if (job.getAwaited().isEmpty()) {
            close(came, job);
        } else {
            rows.putChunk(chunk);
            jobs.put(chunk.getJobId(), job);
        }
    }

    /** What is not back stays the gap it was; what is back is told. */
    private void giveUp(Record<String, ChunkTranscript> came, JobSummary known) {
        if (!known.getAwaited().isEmpty() && known.getBack() > 0) {
            close(came, known);
        } else {
            jobs.put(came.value().getJobId(), Redriven.givenUp(known));
        }
    }

    private void close(Record<String, ChunkTranscript> came, JobSummary job) {
        ChunkTranscript last = came.value();
        Instant began = closing.now();
        Outcome outcome = closing.outcome(last);
        Transcript transcript = outcome.transcript();
        transcript.setVersion(job.getVersion() + 1);
        transcript.setRedrive(job.getRedrive());
        transcript.setFixed(Redriven.fixed(job, transcript.getCoverage().getGaps()));
        if (outcome.hasFailures()) {
            if (last.getIndex() >= 0) {
                rows.putChunk(last);
            }
            jobs.put(last.getJobId(), Redriven.closed(job, transcript, closing.now()));
        } else {
            rows.deleteAll(last.getJobId());
            jobs.delete(last.getJobId());
        }
        closing.forward(came, List.of(transcript, MergerEvents.completed(transcript)));
        LOG.atInfo()
                .addKeyValue("jobId", last.getJobId())
                .addKeyValue("version", transcript.getVersion())
                .addKeyValue("fixed", transcript.getFixed().size())
                .log("gaps heard again");
        MergeSpan.tell(came, job.getRedrive(), began, closing.now(), "");
    }

    /** Forgets jobs whose gaps nobody can order to be heard again any more. */
    void sweep() {
        Instant before = closing.now().minus(KEPT);
        List<String> old = new ArrayList<>();
        try (KeyValueIterator<String, JobSummary> all = jobs.all()) {
            while (all.hasNext()) {
                KeyValue<String, JobSummary> job = all.next();
                if (Redriven.isClosed(job.value) && job.value.getClosedAt().isBefore(before)) {
                    old.add(job.key);
                }
            }
        }
        for (String jobId : old) {
            rows.deleteAll(jobId);
            jobs.delete(jobId);
        }
    }

    private static void ignored(ChunkTranscript value, String what) {
        LOG.atInfo()
                .addKeyValue("jobId", value.getJobId())
                .addKeyValue("chunkIndex", value.getIndex())
                .log(what);
    }
}
