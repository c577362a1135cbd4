package io.scribestream.ingest;

import io.javalin.http.Context;
import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.ingest.access.Caller;
import io.scribestream.ingest.state.BoardRow;
import io.scribestream.ingest.uploads.Uploads;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes jobs on, however they came in. Thread-safe. */
final class Intake {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final JobSender sender;
    private final Admission admission;
    private final Allowances allowances;
    private final Accepted accepted;
    private final Uploads uploads;
    private final boolean webhooks;
    private final Clock clock;

    /** @param webhooks whether any are sent */
    Intake(
            JobSender sender,
            Admission admission,
            Allowances allowances,
            Accepted accepted,
            Uploads uploads,
            boolean webhooks,
            Clock clock) {
        this.allowances = allowances;
        this.webhooks = webhooks;
        this.sender = sender;
        this.admission = admission;
        this.accepted = accepted;
        this.uploads = uploads;
        this.clock = clock;
    }

    /** @throws Admission.BusyException if there is no room for another job now */
    void requireRoom() throws IOException {
        admission.require();
    }

    /**
     * For a file that has not come yet.
     *
     * @param coming how many more of the client's are coming; asked only where it matters
     * @throws Admission.BusyException if there is no room for another job now, or none for so many bytes
     * @throws TooMany.TooManyException if the client may have no more
     */
    void requireRoom(Caller caller, long bytes, IntSupplier coming) throws IOException {
        admission.require();
        if (allowances.areLimited()) {
            allowances.require(caller, coming.getAsInt());
        }
        admission.requireSpace(bytes);
    }

    /** @throws Admission.BusyException if the disk has no room for so many bytes more */
    void requireSpace(long bytes) throws IOException {
        admission.requireSpace(bytes);
    }

    /**
     * Whether whoever is to be told of a job's end would be.
     *
     * @throws ProblemException if not
     */
    void requireWebhooks(JobTerms terms) {
        if (!terms.callback().isEmpty() && !webhooks) {
            throw new ProblemException(
                    400,
                    "webhooks_off",
                    "this server sends no webhooks, so a callback would never come: leave it out, or have"
                            + " SCRIBE_WEBHOOK_SECRETS set");
        }
    }

    /**
     * A job of whoever sent the request; its source and options are still missing.
     *
     * @throws ProblemException if somebody is to be told of its end, and nobody would be
     */
    TranscriptionJob.Builder job(Context ctx, JobTerms terms) {
        requireWebhooks(terms);
        return TranscriptionJob.newBuilder()
                .setJobId(UUID.randomUUID().toString())
                .setClient(AccessRoutes.caller(ctx).client())
                .setPriority(terms.priority())
                .setDeadlineSeconds(terms.deadlineSeconds())
                .setCallback(terms.callback())
                .setSubmittedAt(clock.instant());
    }

    /**
     * Returns once Kafka has the job, and before it whoever is to cut it its file; from then on it can be asked about.
     *
     * @throws TooMany.TooManyException if the client may have no more
     * @throws UnavailableException if Kafka does not acknowledge in time, or the file cannot be handed over
     */
    void accept(Caller caller, TranscriptionJob job) {
        allowances.begin(caller, job.getJobId());
        send(job);
    }

    /**
     * The same for a job that its client was told it may have.
     *
     * @throws UnavailableException if Kafka does not acknowledge in time, or the file cannot be handed over
     */
    void acceptAllowed(TranscriptionJob job) {
        allowances.note(job.getClient(), job.getJobId());
        send(job);
    }

    private void send(TranscriptionJob job) {
        try {
            upload(job).ifPresent(uploads::handOver);
            sender.send(job);
        } catch (UnavailableException e) {
            allowances.drop(job.getJobId());
            throw e;
        }
        upload(job).ifPresent(uploads::accepted);
        BoardRow row = BoardRows.first(job.getJobId(), clock.millis());
        BoardRows.begin(row, job);
        accepted.add(row);
        LOG.atInfo()
                .addKeyValue("jobId", job.getJobId())
                .addKeyValue("bytes", job.getSource().getBytes())
                .log("job accepted");
    }

    private static Optional<String> upload(TranscriptionJob job) {
        return job.getSource().getKind() == SourceKind.UPLOAD
                ? Optional.of(job.getSource().getLocation())
                : Optional.empty();
    }
}
