package io.scribestream.chunker;

import io.scribestream.chunker.LanguageVote.Winner;
import io.scribestream.chunker.state.Cursor;
import io.scribestream.chunker.state.KnownJob;
import io.scribestream.chunker.state.Phase;
import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.Unreadable;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.UnknownFieldException;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.Command;
import io.scribestream.schemas.avro.Failure;
import io.scribestream.schemas.avro.JobCommand;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes in jobs, orders about them, and results of their chunks. One for each stream task, on its thread only. */
final class Intake {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final Ledger ledger;
    private final Outbox outbox;
    private final Dispatch dispatch;
    private final Fetching fetching;
    private final GapOrders gapOrders;

    Intake(Ledger ledger, Outbox outbox, Dispatch dispatch, Fetching fetching) {
        this.ledger = ledger;
        this.outbox = outbox;
        this.dispatch = dispatch;
        this.fetching = fetching;
        this.gapOrders = new GapOrders(ledger, outbox, dispatch);
    }

    /**
     * Where a record lies: names what is said about it, so that it is said the same way when it is read again.
     *
     * @param headers it has there
     */
    record Place(String topic, int partition, long offset, Headers headers) {
        String id() {
            return topic + "-" + partition + "-" + offset;
        }
    }

    void job(@Nullable String key, TranscriptionJob job, Place place) {
        if (key == null || !key.equals(job.getJobId())) {
            setAside(
                    key,
                    ledger.raw(job),
                    place,
                    new RejectedException(
                            Reason.INVALID_JOB,
                            "the record's key is '" + key + "' and its jobId '" + job.getJobId()
                                    + "'; they have to be the same"));
            return;
        }
        Optional<Cursor> open = ledger.find(key);
        Optional<String> before =
                open.map(Cursor::getFingerprint).or(() -> ledger.known(key).map(KnownJob::getFingerprint));
        if (before.isEmpty()) {
            accept(job, place);
        } else if (before.get().equals(Fingerprint.of(job))) {
            open.ifPresent(cursor -> goOn(job, cursor));
            outbox.acceptedAgain(job, place.id());
        } else {
            setAside(
                    key,
                    ledger.raw(job),
                    place,
                    new RejectedException(
                            Reason.ID_CONFLICT,
                            "the id was used before for another source or other options; send this job under an id of its own"));
        }
    }

    /** The sender of a record that is no job is answered under its key as if it were one, unless the id was used before. */
    void unreadable(@Nullable String key, Unreadable record, Place place) {
        RejectedException why = new RejectedException(
                record.error() instanceof UnknownFieldException ? Reason.UNKNOWN_FIELD : Reason.INVALID_JOB,
                "the record cannot be read as a job: " + record.error().getMessage(),
                record.error());
        if (key == null || ledger.find(key).isPresent() || ledger.known(key).isPresent()) {
            setAside(key, record.bytes(), place, why);
            return;
        }
        LOG.atWarn()
                .addKeyValue("jobId", key)
                .addKeyValue("reason", why.reason().code())
                .log("job cannot be read");
        deadLetter(key, record.bytes(), place, why);
        TranscriptionJob nothing = TranscriptionJob.newBuilder()
                .setJobId(key)
                .setSource(new Source(SourceKind.UNKNOWN, "", "", -1L, ""))
                .build();
        Cursor cursor = Cursors.of(nothing, ledger.raw(nothing), false, place.offset(), outbox.now());
        cursor.setFingerprint(Fingerprint.of(record.bytes()));
        JobTrace.begin(cursor, key, place, outbox.now());
        dispatch.fail(key, cursor, why.failure());
    }

    void command(String key, JobCommand command, Place place) {
        switch (command.getCommand()) {
            case CANCEL -> cancel(key, place);
            case REDRIVE ->
                gapOrders.take(key, command).ifPresent(why -> refuse(key, why, command.getCommand(), place));
            case REMOVE -> {} // The board's alone; the id stays known here, so that it is not used again.
            case UNKNOWN ->
                refuse(
                        key,
                        new Failure(Reason.INVALID_JOB.code(), "this version does not know the command"),
                        command.getCommand(),
                        place);
        }
    }

    /** A result gives a credit back, and perhaps a vote. The end of a source is our own word and says nothing new. */
    void result(String key, ChunkTranscript result) {
        Cursor cursor = result.getIndex() < 0 ? null : ledger.find(key).orElse(null);
        if (cursor == null) {
            return;
        }
        OptionalInt partition = Cursors.heard(cursor, result, outbox.now());
        if (partition.isEmpty()) {
            return;
        }
        Optional<Winner> winner = Cursors.count(cursor);
        winner.ifPresent(found -> outbox.language(ledger.job(cursor), cursor, found, result.getIndex()));
        ledger.keep(key, cursor, outbox.now());
        dispatch.heard(partition.getAsInt());
        if (!Cursors.awaitsLanguage(cursor)) {
            dispatch.languageFound(key);
        }
    }

    private void accept(TranscriptionJob job, Place place) {
        boolean remote = fetching.takes(job.getSource());
        Cursor cursor = Cursors.of(job, ledger.raw(job), remote, place.offset(), outbox.now());
        JobTrace.begin(cursor, job.getJobId(), place, outbox.now());
        try {
            JobCheck.check(job);
        } catch (RejectedException e) {
            if (!JobCheck.isId(job.getJobId())) {
                deadLetter(job.getJobId(), ledger.raw(job), place, e);
            }
            dispatch.fail(job.getJobId(), cursor, e.failure());
            return;
        }
        ledger.keep(job.getJobId(), cursor, outbox.now());
        outbox.accepted(job, cursor);
        dispatch.enter(job, cursor);
        LOG.atInfo().addKeyValue("jobId", job.getJobId()).log("job accepted");
    }

    /** The same job was sent again: the newest word on where its source lies counts, and a parked job is wanted again. */
    private void goOn(TranscriptionJob job, Cursor cursor) {
        TranscriptionJob known = ledger.job(cursor);
        if (!known.getSource().equals(job.getSource())) {
            known.setSource(job.getSource());
            cursor.setJob(ByteBuffer.wrap(ledger.raw(known)));
            ledger.keep(known.getJobId(), cursor, outbox.now());
        }
        dispatch.enter(known, cursor);
    }

    private void cancel(String key, Place place) {
        Optional<Cursor> cursor = ledger.find(key);
        boolean open =
                cursor.isPresent() && cursor.get().getPhase() != Phase.FAILED && !Redrives.isGivenUp(cursor.get());
        if (open) {
            dispatch.fail(key, cursor.orElseThrow(), new Failure(Reason.CANCELLED.code(), "cancelled, as asked"));
        } else if (cursor.isEmpty() && ledger.known(key).isPresent()) {
            // All is heard, so the merger alone knows whether it has its outcome: that answers the order.
            outbox.cancel(key, ledger.client(key));
        } else if (cursor.isPresent()) {
            refuse(
                    key,
                    new Failure(Reason.CANCELLED.code(), "the job has ended already; there is nothing to cancel"),
                    Command.CANCEL,
                    place);
        } else {
            refuse(key, new Failure(Reason.CANCELLED.code(), "no job has this id"), Command.CANCEL, place);
        }
    }

    private void refuse(String key, Failure why, Command order, Place place) {
        LOG.atInfo().addKeyValue("jobId", key).log("order refused: {}", why.getMessage());
        outbox.refused(key, ledger.client(key), why, place.id(), Map.of("command", order.name()));
    }

    private void deadLetter(@Nullable String key, byte[] raw, Place place, RejectedException why) {
        outbox.deadLetter(key, raw, why, place.partition(), place.offset(), place.headers());
    }

    /** For records that are no new job: the job with that id, if there is one, is not touched. */
    private void setAside(@Nullable String key, byte[] raw, Place place, RejectedException why) {
        LOG.atWarn()
                .addKeyValue("jobId", String.valueOf(key))
                .addKeyValue("reason", why.reason().code())
                .log("job refused");
        deadLetter(key, raw, place, why);
        if (key != null) {
            outbox.refused(key, ledger.client(key), why.failure(), place.id(), Map.of());
        }
    }
}
