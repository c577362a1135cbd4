package io.scribestream.merger;

import io.scribestream.merger.GapHearing.Outcome;
import io.scribestream.merger.assembly.Assembly;
import io.scribestream.merger.assembly.Ledger;
import io.scribestream.merger.assembly.Live;
import io.scribestream.merger.assembly.RecordLimit;
import io.scribestream.merger.assembly.Redriven;
import io.scribestream.merger.state.JobSummary;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.Topic;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.Failure;
import io.scribestream.schemas.avro.JobFailure;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceEnd;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects the chunks of each job. Every method decides first; stores are written and records forwarded in its last
 * lines, because a record that makes us fail does not undo either.
 */
final class MergerProcessor extends ContextualProcessor<String, ChunkTranscript, String, SpecificRecord> {

    private static final Logger LOG = LoggerFactory.getLogger(MergerProcessor.class);

    /** What a record needs beside its value: key, schema's id and the batch around it. */
    private static final int ENVELOPE = 64 * 1024;

    private static final Duration SWEEP_EVERY = Duration.ofHours(1);

    private final Predicate<TranscriptionJob> cancelled;
    private MergerRows rows;
    private KeyValueStore<String, JobSummary> jobs;
    private GapHearing gaps;

    /** @param cancelled whether somebody has ordered a job to be cancelled by now */
    MergerProcessor(Predicate<TranscriptionJob> cancelled) {
        this.cancelled = cancelled;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        super.init(context);
        rows = new MergerRows(context.getStateStore(MergerRows.NAME));
        jobs = context.getStateStore(MergerFlow.SUMMARIES);
        gaps = new GapHearing(rows, jobs, new Closing());
        context.schedule(SWEEP_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> gaps.sweep());
    }

    @Override
    public void process(Record<String, ChunkTranscript> came) {
        ChunkTranscript value = came.value();
        JobSummary known = jobs.get(value.getJobId());
        SourceEnd end = value.getEnd();
        if (value.getAgain() != null) {
            gaps.ordered(came, known, value.getAgain());
        } else if (value.getRedrive() > 0) {
            gaps.heard(came, known);
        } else if (value.getIndex() >= 0) {
            chunk(came, known == null ? Ledger.open() : known);
        } else if (end == null) {
            throw new IllegalStateException("job " + value.getJobId() + " has a result without index and without end");
        } else if (end.getFailure() != null) {
            broken(came, known, end);
        } else {
            ended(came, known == null ? Ledger.open() : known, end);
        }
    }

    private void chunk(Record<String, ChunkTranscript> came, JobSummary known) {
        ChunkTranscript chunk = came.value();
        if (Ledger.has(known, chunk.getIndex())) {
            LOG.atInfo()
                    .addKeyValue("jobId", chunk.getJobId())
                    .addKeyValue("chunkIndex", chunk.getIndex())
                    .log("chunk came again, ignored");
            return;
        }
        JobSummary job = Ledger.with(known, chunk.getIndex());
        if (job.getFailed()) {
            keepUntilComplete(chunk.getJobId(), job);
            return;
        }
        Live live = Live.add(known, job, held(known, chunk), index -> chunkOrRow(chunk, index));
        if (Ledger.isComplete(job)) {
            close(came, live, end(chunk.getJobId()));
            return;
        }
        rows.putChunk(chunk);
        if (live.advanced()) {
            rows.putHeld(chunk.getJobId(), live.held());
        }
        jobs.put(chunk.getJobId(), live.job());
        if (live.advanced()) {
            forward(came, List.of(MergerEvents.partial(live.job(), chunk, live.ready(), now())));
        }
    }

    /** The ordinary end: there will be no more chunks than these. */
    private void ended(Record<String, ChunkTranscript> came, JobSummary known, SourceEnd end) {
        if (known.getChunks() >= 0) {
            LOG.atInfo().addKeyValue("jobId", came.key()).log("end came again, ignored");
            return;
        }
        JobSummary job = Ledger.ended(known, end);
        if (Ledger.isComplete(job)) {
            close(came, Live.nothingNew(job, rows.held(came.value().getJobId())), end);
            return;
        }
        rows.putEnd(came.value());
        jobs.put(came.value().getJobId(), job);
    }

    /** The end of a job without a transcript: said at once, whatever is still being heard. */
    private void broken(Record<String, ChunkTranscript> came, @Nullable JobSummary known, SourceEnd end) {
        String jobId = came.value().getJobId();
        if (known == null ? end.getAgain() : Redriven.isClosed(known)) {
            LOG.atInfo().addKeyValue("jobId", jobId).log("job has its outcome already, end ignored");
            if (isCancel(end.getFailure())) {
                forward(came, List.of(MergerEvents.cancelRefused(came.value(), offset(), now())));
            }
            return;
        }
        if (known != null && known.getFailed()) {
            LOG.atInfo().addKeyValue("jobId", jobId).log("job has failed already, end ignored");
            keepUntilComplete(jobId, known);
            return;
        }
        // Whoever passes an order on may not know the job any more.
        SourceEnd whole = known != null && known.getChunks() >= 0 ? end(jobId) : end;
        JobSummary job = Ledger.failed(known == null ? Ledger.open() : known, whole);
        JobFailure failure = failure(whole.getJob(), end.getFailure());
        rows.deleteAll(jobId);
        keepUntilComplete(jobId, job);
        forward(came, List.of(failure, MergerEvents.failed(failure)));
    }

    /** Heard to its end, and still not wanted. It is remembered until the order comes by way of the chunker, too. */
    private void cancel(Record<String, ChunkTranscript> came, JobSummary job, SourceEnd end) {
        String jobId = came.value().getJobId();
        JobFailure failure = failure(end.getJob(), new Failure(Reason.CANCELLED.code(), "cancelled, as asked"));
        rows.deleteAll(jobId);
        jobs.put(jobId, Ledger.failed(job, end));
        forward(came, List.of(failure, MergerEvents.failed(failure)));
        LOG.atInfo().addKeyValue("jobId", jobId).log("job cancelled before its transcript was written");
    }

    private static boolean isCancel(Failure failure) {
        return failure.getReason().equals(Reason.CANCELLED.code());
    }

    private long offset() {
        return context().recordMetadata().map(RecordMetadata::offset).orElse(0L);
    }

    private void close(Record<String, ChunkTranscript> came, Live live, SourceEnd end) {
        ChunkTranscript value = came.value();
        if (cancelled.test(end.getJob())) {
            cancel(came, live.job(), end);
            return;
        }
        Instant began = now();
        Assembly assembly = assemble(value);
        Optional<Failure> failed = assembly.failure();
        if (failed.isPresent()) {
            JobFailure failure = failure(end.getJob(), failed.get());
            forget(value.getJobId());
            forward(came, List.of(failure, MergerEvents.failed(failure)));
        } else {
            complete(came, live, transcript(assembly, end), assembly.hasFailures());
        }
        String reason = failed.map(Failure::getReason).orElse("");
        LOG.atInfo()
                .addKeyValue("jobId", value.getJobId())
                .addKeyValue("reason", reason)
                .log("job closed");
        MergeSpan.tell(came, 0, began, now(), reason);
    }

    private void complete(Record<String, ChunkTranscript> came, Live live, Transcript transcript, boolean hasFailures) {
        ChunkTranscript value = came.value();
        Live last = live.end();
        List<SpecificRecord> said = new ArrayList<>();
        said.add(MergerEvents.merging(last.job(), value, last.ready(), now()));
        said.add(transcript);
        said.add(MergerEvents.completed(transcript));
        if (hasFailures) {
            keepForRedrive(value, Redriven.closed(last.job(), transcript, now()));
        } else {
            forget(value.getJobId());
        }
        forward(came, said);
    }

    /** All rows stay, so that only what failed has to be heard again. */
    private void keepForRedrive(ChunkTranscript last, JobSummary job) {
        if (last.getIndex() >= 0) {
            rows.putChunk(last);
        } else {
            rows.putEnd(last);
        }
        rows.putHeld(last.getJobId(), null);
        jobs.put(last.getJobId(), job);
    }

    private void forget(String jobId) {
        rows.deleteAll(jobId);
        jobs.delete(jobId);
    }

    private Transcript transcript(Assembly assembly, SourceEnd end) {
        return RecordLimit.fit(assembly.close(end, Producer.NAME, now()), Topic.MAX_TRANSCRIPT_BYTES - ENVELOPE);
    }

    /** All chunks in order; the record that came last is not among the rows yet, or takes the place of one. */
    private Assembly assemble(ChunkTranscript last) {
        Assembly assembly = new Assembly();
        rows.forEachChunk(last.getJobId(), row -> {
            if (last.getIndex() == assembly.chunks()) {
                assembly.add(last);
            }
            if (row.getIndex() != last.getIndex()) {
                assembly.add(row);
            }
        });
        if (last.getIndex() == assembly.chunks()) {
            assembly.add(last);
        }
        return assembly;
    }

    private final class Closing implements GapHearing.Closing {

        @Override
        public Outcome outcome(ChunkTranscript last) {
            Assembly assembly = assemble(last);
            return new Outcome(transcript(assembly, end(last.getJobId())), assembly.hasFailures());
        }

        @Override
        public void forward(Record<String, ChunkTranscript> came, List<? extends SpecificRecord> said) {
            MergerProcessor.this.forward(came, said);
        }

        @Override
        public Instant now() {
            return MergerProcessor.this.now();
        }
    }

    /** A failed job is remembered until the last chunk that was under way is back. */
    private void keepUntilComplete(String jobId, JobSummary job) {
        if (Ledger.isComplete(job)) {
            jobs.delete(jobId);
        } else {
            jobs.put(jobId, job);
        }
    }

    private @Nullable ChunkTranscript held(JobSummary known, ChunkTranscript chunk) {
        return known.getNext() == chunk.getIndex() ? rows.held(chunk.getJobId()) : null;
    }

    private ChunkTranscript chunkOrRow(ChunkTranscript came, int index) {
        return index == came.getIndex() ? came : rows.chunk(came.getJobId(), index);
    }

    private SourceEnd end(String jobId) {
        ChunkTranscript row = rows.end(jobId);
        if (row == null || row.getEnd() == null) {
            throw new IllegalStateException("the end of job " + jobId + " came, but its row is gone");
        }
        return row.getEnd();
    }

    private JobFailure failure(TranscriptionJob job, Failure why) {
        return JobFailure.newBuilder()
                .setJobId(job.getJobId())
                .setClient(job.getClient())
                .setReason(why.getReason())
                .setMessage(why.getMessage())
                .setSource(isNone(job.getSource()) ? null : job.getSource())
                .setFailedAt(now())
                .setMetadata(job.getMetadata())
                .setCallback(job.getCallback())
                .build();
    }

    /** What the chunker says of a job that could not be read. */
    private static boolean isNone(Source source) {
        return source.getKind() == SourceKind.UNKNOWN && source.getLocation().isEmpty();
    }

    private void forward(Record<String, ChunkTranscript> came, List<? extends SpecificRecord> said) {
        said.forEach(value -> context().forward(came.withValue(value)));
    }

    private Instant now() {
        return Instant.ofEpochMilli(context().currentSystemTimeMs());
    }
}
