package io.scribestream.ingest;

import io.scribestream.ingest.tus.PartialUpload;
import io.scribestream.ingest.tus.PartialUploads;
import io.scribestream.ingest.tus.PartialUploads.HeldException;
import io.scribestream.ingest.tus.PartialUploads.Hold;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a job of an upload whose last byte is there. The job has the upload's id, so that it is the same job however often
 * it is sent: whoever was killed between Kafka's word and writing that down sends it again, and nothing comes of it. What
 * waits for its job, because Kafka was away or a process ended, gets it here without its client; what has expired goes.
 */
final class TusJobs implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TusJobs.class);
    private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(1);

    private final PartialUploads uploads;
    private final Intake intake;
    private final Clock clock;
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "upload-sweeper");
        thread.setDaemon(true);
        return thread;
    });

    TusJobs(PartialUploads uploads, Intake intake, Clock clock) {
        this.uploads = uploads;
        this.intake = intake;
        this.clock = clock;
    }

    /** Looks after uploads that were left alone, now and from time to time. */
    void start() {
        sweeper.scheduleWithFixedDelay(this::sweep, 0, BETWEEN_SWEEPS.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Returns once Kafka has the job of an upload that is whole and held; at once where it has it already.
     *
     * @throws UnavailableException if Kafka does not acknowledge in time; the upload stays whole and waits
     */
    void finish(PartialUpload upload) {
        if (uploads.isSent(upload)) {
            return;
        }
        if (uploads.publish(upload).isPresent()) {
            intake.acceptAllowed(job(upload));
        }
        uploads.sent(upload);
    }

    void sweep() {
        try {
            uploads.ids().forEach(this::lookAfter);
            uploads.tidy();
        } catch (UnavailableException e) {
            LOG.atWarn().setCause(e).log("unfinished uploads could not be looked after");
        }
    }

    private void lookAfter(String id) {
        try (@Nullable Hold hold = uploads.hold(id).orElse(null)) {
            if (hold == null) {
                return;
            }
            PartialUpload upload = hold.upload();
            if (uploads.isExpired(upload)) {
                uploads.remove(upload);
                LOG.atInfo().addKeyValue("upload", id).log("an upload has expired");
            } else if (uploads.offset(upload) == upload.length()) {
                finish(upload);
            }
        } catch (HeldException e) {
            LOG.atDebug().addKeyValue("upload", id).log("an upload is being written");
        } catch (UnavailableException e) {
            LOG.atWarn().addKeyValue("upload", id).setCause(e).log("an upload waits for its job");
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("upload", id).setCause(e).log("an upload cannot become a job");
        }
    }

    private TranscriptionJob job(PartialUpload upload) {
        TusFields fields = TusFields.read(upload.metadata());
        return TranscriptionJob.newBuilder()
                .setJobId(upload.id())
                .setClient(upload.client())
                .setPriority(fields.terms().priority())
                .setDeadlineSeconds(fields.terms().deadlineSeconds())
                .setCallback(fields.terms().callback())
                .setSubmittedAt(clock.instant())
                .setSource(new Source(SourceKind.UPLOAD, upload.id(), fields.fileName(), upload.length(), ""))
                .setOptions(fields.options())
                .setMetadata(fields.metadata())
                .build();
    }

    @Override
    public void close() {
        sweeper.shutdownNow();
    }
}
