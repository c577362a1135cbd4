package io.scribestream.chunker;

import io.scribestream.chunker.state.Cursor;
import io.scribestream.chunker.state.KnownJob;
import io.scribestream.chunker.state.Phase;
import io.scribestream.schemas.Languages;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.Failure;
import io.scribestream.schemas.avro.JobCommand;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes in orders to hear the gaps of a job again. One for each stream task, on its thread only. */
final class GapOrders {

    private static final Logger LOG = LoggerFactory.getLogger(GapOrders.class);

    private final Ledger ledger;
    private final Outbox outbox;
    private final Dispatch dispatch;

    GapOrders(Ledger ledger, Outbox outbox, Dispatch dispatch) {
        this.ledger = ledger;
        this.outbox = outbox;
        this.dispatch = dispatch;
    }

    /** @return why it is refused; empty where it was taken */
    Optional<Failure> take(String jobId, JobCommand order) {
        Optional<Failure> refusal = whyNot(jobId, order);
        if (refusal.isPresent()) {
            return refusal;
        }
        Cursor cursor = ledger.withGaps(jobId).orElseThrow();
        TranscriptionJob job = ledger.job(cursor);
        Redrives.begin(cursor, order);
        ledger.reopen(jobId, cursor);
        outbox.redrives(job, cursor);
        dispatch.enter(job, cursor);
        LOG.atInfo()
                .addKeyValue("jobId", jobId)
                .addKeyValue("chunks", cursor.getLost().size())
                .log("gaps are heard again");
        return Optional.empty();
    }

    private Optional<Failure> whyNot(String jobId, JobCommand order) {
        Optional<Cursor> open = ledger.find(jobId);
        if (open.isPresent()) {
            return Optional.of(whyNotYet(open.get()));
        }
        Optional<KnownJob> known = ledger.known(jobId);
        if (known.isEmpty()) {
            return why(Reason.UNKNOWN_JOB, "no job has this id");
        }
        if (ledger.withGaps(jobId).isEmpty()) {
            return why(Reason.NO_GAPS, "the job has no transcript with a gap; there is nothing to hear again");
        }
        if (known.get().getEndedAt().isBefore(outbox.now().minus(Topics.DONE.retention()))) {
            return why(Reason.NO_GAPS, "the job ended too long ago; send it again under another id");
        }
        String language = order.getLanguage();
        if (!language.isEmpty() && !language.equals(Languages.AUTO) && !Languages.isKnown(language)) {
            return why(Reason.UNKNOWN_LANGUAGE, Languages.unknown(language));
        }
        return Optional.empty();
    }

    private static Failure whyNotYet(Cursor open) {
        if (open.getPhase() == Phase.FAILED) {
            return new Failure(Reason.NO_GAPS.code(), "the job failed and has no gaps; send it again under another id");
        }
        String why = "the job still runs; its gaps can be heard again when it is completed";
        if (Redrives.isUnderWay(open)) {
            why = "the gaps of the job are being heard again already";
        } else if (Redrives.isGivenUp(open)) {
            why = "chunks of a redrive that was given up are still being heard; try again in a minute";
        }
        return new Failure(Reason.STILL_RUNNING.code(), why);
    }

    private static Optional<Failure> why(Reason reason, String message) {
        return Optional.of(new Failure(reason.code(), message));
    }
}
