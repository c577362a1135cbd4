package io.scribestream.transcriber;

import io.scribestream.runtime.AnsweredException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.AudioChunk;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.Failure;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A chunk in, its transcript out, by job. A mistake of ours is answered too before it becomes a dead letter: the job
 * waits for every chunk, and must not wait for ever.
 */
final class HearChunk extends ContextualProcessor<String, AudioChunk, String, ChunkTranscript> {

    private static final Logger LOG = LoggerFactory.getLogger(HearChunk.class);

    private final ChunkHearing hearing;

    HearChunk(ChunkHearing hearing) {
        this.hearing = hearing;
    }

    @Override
    public void process(Record<String, AudioChunk> record) {
        AudioChunk chunk = record.value();
        ChunkTranscript heard;
        try {
            heard = hearing.hear(chunk);
        } catch (UnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            context().forward(record.withKey(chunk.getJobId()).withValue(mistake(chunk)));
            throw new AnsweredException(e);
        }
        LOG.atInfo()
                .addKeyValue("jobId", chunk.getJobId())
                .addKeyValue("chunkIndex", chunk.getIndex())
                .addKeyValue("tookMs", heard.getTookMillis())
                .addKeyValue("attempt", heard.getAttempts())
                .log(heard.getFailure() == null ? "chunk heard" : "chunk failed");
        context().forward(record.withKey(chunk.getJobId()).withValue(heard));
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
