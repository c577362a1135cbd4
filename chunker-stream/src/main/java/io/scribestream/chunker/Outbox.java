package io.scribestream.chunker;

import io.scribestream.chunker.Cutting.Ending;
import io.scribestream.chunker.LanguageVote.Winner;
import io.scribestream.chunker.cut.Cut;
import io.scribestream.chunker.cut.Samples;
import io.scribestream.chunker.state.Cursor;
import io.scribestream.runtime.AnsweredException;
import io.scribestream.runtime.DeadLetters;
import io.scribestream.schemas.Languages;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.AudioChunk;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.Failure;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.JobOptions;
import io.scribestream.schemas.avro.Redrive;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceEnd;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.Span;
import io.scribestream.schemas.avro.Stage;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** All that the chunker says, and how it is written. For the stream thread. */
final class Outbox {

    private final ProcessorContext<String, Object> context;

    Outbox(ProcessorContext<String, Object> context) {
        this.context = context;
    }

    Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }

    void chunk(TranscriptionJob job, Cursor cursor, int index, Cut cut) {
        JobOptions options = job.getOptions();
        send(
                cursor,
                Topics.chunkKey(job.getJobId(), index),
                AudioChunk.newBuilder()
                        .setJobId(job.getJobId())
                        .setClient(job.getClient())
                        .setIndex(index)
                        .setPcm(ByteBuffer.wrap(cut.pcm()))
                        .setSpans(cut.spans().stream()
                                .map(span -> new Span(span.sourceStart(), span.chunkStart(), span.length()))
                                .toList())
                        .setForcedStart(cut.forcedStart())
                        .setForcedEnd(cut.forcedEnd())
                        .setLanguage(Redrives.language(cursor))
                        .setPrompt(Objects.requireNonNullElse(cursor.getRedrivePrompt(), options.getPrompt()))
                        .setTranslate(options.getTranslate())
                        .setSourceSeconds(cursor.getDeclaredSeconds())
                        .setSentAt(now())
                        .setRedrive(cursor.getRedrive())
                        .build());
    }

    /** The ordinary end of a source: all its chunks were sent. */
    void end(TranscriptionJob job, Cursor cursor, Ending ending) {
        end(
                job,
                cursor,
                endOf(job, cursor)
                        .setSamples(ending.samples())
                        .setDeclaredSeconds(ending.declaredSeconds())
                        .setDamaged(ending.damage())
                        .build());
    }

    /** @param again whether the ordinary end was sent before */
    void failed(TranscriptionJob job, Cursor cursor, Failure failure, boolean again) {
        end(job, cursor, endOf(job, cursor).setFailure(failure).setAgain(again).build());
    }

    /** Passes on an order about a job of which no more than its id and its client is known here. */
    void cancel(String jobId, Optional<String> client) {
        TranscriptionJob.Builder known = TranscriptionJob.newBuilder()
                .setJobId(jobId)
                .setSource(new Source(SourceKind.UNKNOWN, "", "", -1L, ""));
        client.ifPresent(known::setClient);
        TranscriptionJob job = known.build();
        SourceEnd end = SourceEnd.newBuilder()
                .setJob(job)
                .setChunks(0)
                .setFailure(new Failure(Reason.CANCELLED.code(), "cancelled, as asked"))
                .setAgain(true)
                .build();
        context.forward(new Record<>(jobId, endRecord(job, end), context.currentSystemTimeMs()));
    }

    private static SourceEnd.Builder endOf(TranscriptionJob job, Cursor cursor) {
        boolean pinned = !cursor.getLanguage().equals(Languages.AUTO);
        return SourceEnd.newBuilder()
                .setJob(job)
                .setChunks(cursor.getNextIndex())
                .setDeclaredSeconds(cursor.getDeclaredSeconds())
                .setLanguage(pinned ? cursor.getLanguage() : "")
                .setLanguageProbability(cursor.getLanguageProbability());
    }

    private void end(TranscriptionJob job, Cursor cursor, SourceEnd end) {
        send(cursor, job.getJobId(), endRecord(job, end));
    }

    private static ChunkTranscript endRecord(TranscriptionJob job, SourceEnd end) {
        return ChunkTranscript.newBuilder()
                .setJobId(job.getJobId())
                .setClient(job.getClient())
                .setIndex(-1)
                .setEnd(end)
                .build();
    }

    /** Gaps are heard again: the merger has to know before the first of them is back. */
    void redrives(TranscriptionJob job, Cursor cursor) {
        redrive(job, cursor, null);
        send(
                cursor,
                event(job, EventType.REDRIVING, Integer.toString(cursor.getRedrive()))
                        .setDetails(Map.of(
                                "redrive",
                                Integer.toString(cursor.getRedrive()),
                                "chunks",
                                Integer.toString(cursor.getLost().size()))));
    }

    /** The transcript stays as it is, but for gaps that are back already. */
    void redriveGivenUp(TranscriptionJob job, Cursor cursor, Failure why) {
        redrive(job, cursor, why);
        send(
                cursor,
                event(job, EventType.REFUSED, "redrive-" + cursor.getRedrive())
                        .setReason(why.getReason())
                        .setMessage(why.getMessage())
                        .setDetails(Map.of("redrive", Integer.toString(cursor.getRedrive()))));
    }

    private void redrive(TranscriptionJob job, Cursor cursor, @Nullable Failure givenUp) {
        send(
                cursor,
                job.getJobId(),
                ChunkTranscript.newBuilder()
                        .setJobId(job.getJobId())
                        .setClient(job.getClient())
                        .setIndex(-1)
                        .setRedrive(cursor.getRedrive())
                        .setAgain(new Redrive(cursor.getRedrive(), cursor.getLost(), givenUp))
                        .build());
    }

    void accepted(TranscriptionJob job, Cursor cursor) {
        send(
                cursor,
                event(job, EventType.ACCEPTED, "0")
                        .setStage(Stage.QUEUED)
                        .setProgress(0)
                        .setDetails(Map.of("name", job.getSource().getName())));
    }

    void acceptedAgain(TranscriptionJob job, String sentAs) {
        send(event(job, EventType.ACCEPTED, sentAs).setMessage("the same job was sent again; nothing is done twice"));
    }

    void fetching(TranscriptionJob job, Cursor cursor) {
        send(
                cursor,
                event(job, EventType.FETCHING, "0").setStage(Stage.FETCHING).setProgress(0));
    }

    void started(TranscriptionJob job, Cursor cursor) {
        send(
                cursor,
                event(job, EventType.STARTED, "0")
                        .setStage(Stage.PREPARING)
                        .setProgress(Progress.HERE)
                        .setSecondsTotal(cursor.getDeclaredSeconds()));
    }

    void waits(TranscriptionJob job, Cursor cursor, String message, long retryMillis, int attempt) {
        send(
                cursor,
                event(job, EventType.WAITING, Integer.toString(attempt))
                        .setMessage(message)
                        .setDetails(Map.of("retryMs", Long.toString(retryMillis))));
    }

    void recovered(TranscriptionJob job, Cursor cursor) {
        double progress = Progress.of(cursor);
        send(
                cursor,
                event(job, EventType.RECOVERED, Integer.toString(cursor.getNextIndex()))
                        .setStage(cursor.getNextIndex() == 0 ? Stage.PREPARING : Stage.TRANSCRIBING)
                        .setSecondsTotal(cursor.getDeclaredSeconds())
                        .setMessage("goes on at %.0f %%, behind the chunks that were sent".formatted(100 * progress))
                        .setDetails(Map.of(
                                "index",
                                Integer.toString(cursor.getNextIndex()),
                                "progress",
                                String.format(Locale.ROOT, "%.3f", progress))));
    }

    void language(TranscriptionJob job, Cursor cursor, Winner winner, int index) {
        send(
                cursor,
                event(job, EventType.LANGUAGE, Integer.toString(index))
                        .setDetails(Map.of(
                                "language",
                                winner.language(),
                                "probability",
                                String.format(Locale.ROOT, "%.3f", winner.probability()))));
    }

    /** The source was decoded to its end; chunks of it may wait to be sent. */
    void decoded(TranscriptionJob job, Cursor cursor, Ending ending) {
        boolean heard = Progress.isHeard(cursor);
        send(
                cursor,
                event(job, EventType.DECODED, "0")
                        .setStage(heard ? Stage.TRANSCRIBING : Stage.PREPARING)
                        .setProgress(heard ? -1 : Progress.DECODED)
                        .setSecondsTotal((double) ending.samples() / Samples.RATE));
    }

    void cut(TranscriptionJob job, Cursor cursor, Ending ending) {
        // Once something is heard the merger knows better, but where the source did not say its length.
        boolean told = Progress.isHeard(cursor) && cursor.getDeclaredSeconds() > 0;
        send(
                cursor,
                event(job, EventType.CUT, "0")
                        .setStage(Stage.TRANSCRIBING)
                        .setProgress(told ? -1 : Progress.CHECKED)
                        .setSecondsTotal((double) ending.samples() / Samples.RATE)
                        .setDetails(Map.of("chunks", Integer.toString(cursor.getNextIndex()))));
    }

    /**
     * A record about a job was refused; the job itself, if there is one, goes on.
     *
     * @param client whose job it is, whoever sent that record
     * @param details which order it was
     */
    void refused(String jobId, Optional<String> client, Failure why, String sentAs, Map<String, String> details) {
        JobEvent.Builder event = JobEvent.newBuilder()
                .setEventId(jobId + "/" + EventType.REFUSED + "/" + sentAs)
                .setJobId(jobId)
                .setType(EventType.REFUSED)
                .setReason(why.getReason())
                .setMessage(why.getMessage())
                .setDetails(details);
        client.ifPresent(event::setClient);
        send(event);
    }

    /**
     * Sets a job's record aside. Where there is a key, its sender was told under that.
     *
     * @param headers it had; none where they are not known
     */
    void deadLetter(@Nullable String key, byte[] raw, Throwable error, int partition, long offset, Headers headers) {
        context.forward(new Record<>(
                key,
                raw,
                context.currentSystemTimeMs(),
                DeadLetters.headers(
                        headers,
                        key == null ? error : new AnsweredException(error),
                        Topics.JOBS.name(),
                        partition,
                        offset)));
    }

    private static JobEvent.Builder event(TranscriptionJob job, EventType type, String number) {
        return JobEvent.newBuilder()
                .setEventId(job.getJobId() + "/" + type + "/" + number)
                .setJobId(job.getJobId())
                .setClient(job.getClient())
                .setType(type);
    }

    /** Of no job that is open: it belongs to the trace of nothing. */
    private void send(JobEvent.Builder event) {
        JobEvent whole = event.setAt(now()).build();
        context.forward(new Record<>(whole.getJobId(), whole, context.currentSystemTimeMs()));
    }

    private void send(Cursor cursor, JobEvent.Builder event) {
        JobEvent whole = event.setAt(now()).build();
        send(cursor, whole.getJobId(), whole);
    }

    private void send(Cursor cursor, String key, Object value) {
        context.forward(new Record<>(key, value, context.currentSystemTimeMs(), JobTrace.headers(cursor)));
    }
}
