package io.scribestream.transcriber;

import io.scribestream.runtime.AnsweredException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.runtime.trace.Span;
import io.scribestream.runtime.trace.Trace;
import io.scribestream.runtime.trace.Traces;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.AudioChunk;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.Failure;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * A chunk in, its transcript out, by job. A mistake of ours is answered too before it becomes a dead letter: the job
 * waits for every chunk, and must not wait for ever.
 */
final class HearChunk extends ContextualProcessor<String, AudioChunk, String, Hearing> {

    private static final Logger LOG = LoggerFactory.getLogger(HearChunk.class);

    private final ChunkHearing chunks;

    HearChunk(ChunkHearing chunks) {
        this.chunks = chunks;
    }

    @Override
    public void process(Record<String, AudioChunk> record) {
        AudioChunk chunk = record.value();
        Instant began = now();
        Hearing hearing;
        try {
            hearing = chunks.hear(chunk, place());
        } catch (UnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            tell(record, began, e.toString());
            send(record, new Hearing(mistake(chunk), 0));
            throw new AnsweredException(e);
        }
        Failure failure = hearing.transcript().getFailure();
        LoggingEventBuilder line = LOG.atInfo()
                .addKeyValue("jobId", chunk.getJobId())
                .addKeyValue("chunkIndex", chunk.getIndex())
                .addKeyValue("tookMs", hearing.transcript().getTookMillis())
                .addKeyValue("attempt", hearing.transcript().getAttempts());
        if (failure == null) {
            line.log("chunk heard");
        } else {
            line.addKeyValue("reason", failure.getReason()).log("chunk failed");
        }
        tell(record, began, failure == null ? "" : failure.getReason());
        send(record, hearing);
    }

    /** In the trace of the job, which the record's headers carry on. */
    private void tell(Record<String, AudioChunk> record, Instant began, String failure) {
        if (Traces.on()) {
            AudioChunk chunk = record.value();
            Traces.record(Span.of("hear chunk", Trace.of(record.headers()), began, now())
                    .with(Map.of("job.id", chunk.getJobId(), "chunk.index", Integer.toString(chunk.getIndex())))
                    .failed(failure));
        }
    }

    private Instant now() {
        return Instant.ofEpochMilli(context().currentSystemTimeMs());
    }

    /**
     * Committed before the next record is heard, also where this one took less than a commit interval: a transaction that
     * stayed open would hold back all readers for as long as that takes, and the broker would end it.
     */
    private void send(Record<String, AudioChunk> record, Hearing hearing) {
        Failure failure = hearing.transcript().getFailure();
        Meters.chunk(failure == null ? "heard" : failure.getReason());
        context().forward(record.withKey(record.value().getJobId()).withValue(hearing));
        context().commit();
    }

    private String place() {
        return context()
                .recordMetadata()
                .map(record -> record.partition() + ":" + record.offset())
                .orElse("");
    }

    private static ChunkTranscript mistake(AudioChunk chunk) {
        return ChunkTranscript.newBuilder()
                .setJobId(chunk.getJobId())
                .setClient(chunk.getClient())
                .setIndex(chunk.getIndex())
                .setSpans(chunk.getSpans())
                .setForcedStart(chunk.getForcedStart())
                .setForcedEnd(chunk.getForcedEnd())
                .setSourceSeconds(chunk.getSourceSeconds())
                .setRedrive(chunk.getRedrive())
                .setFailure(new Failure(
                        Reason.INTERNAL.code(),
                        "A mistake of this program; the chunk is kept in the topic of dead letters."))
                .build();
    }
}
