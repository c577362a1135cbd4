package io.scribestream.ingest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.ingest.state.BoardRow;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.runtime.UploadStore;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes jobs: a form with a file, which is kept here, or JSON with an address that the chunker fetches. */
final class SubmitRoute {

    private static final Logger LOG = LoggerFactory.getLogger(SubmitRoute.class);

    private final JobSender sender;
    private final UploadStore uploads;
    private final long maxUploadBytes;
    private final Admission admission;
    private final Accepted accepted;
    private final Clock clock;

    SubmitRoute(
            JobSender sender,
            UploadStore uploads,
            long maxUploadBytes,
            Admission admission,
            Accepted accepted,
            Clock clock) {
        this.sender = sender;
        this.uploads = uploads;
        this.maxUploadBytes = maxUploadBytes;
        this.admission = admission;
        this.accepted = accepted;
        this.clock = clock;
    }

    void addTo(RoutesConfig routes) {
        routes.post(IngestApi.JOBS, this::submit);
    }

    private void submit(Context ctx) throws IOException {
        admission.require();
        String type = String.valueOf(ctx.contentType());
        if (type.startsWith("application/json")) {
            address(ctx);
        } else {
            file(ctx);
        }
    }

    private void address(Context ctx) {
        if (ctx.contentLength() > JobRequest.MAX_BYTES) {
            throw new ProblemException(413, "too_large", "a job has at most " + JobRequest.MAX_BYTES + " bytes");
        }
        JobRequest request = JobRequest.read(ctx.body());
        send(
                ctx,
                job(ctx, request.terms())
                        .setSource(request.source())
                        .setOptions(request.options())
                        .setMetadata(request.metadata())
                        .build());
    }

    private void file(Context ctx) throws IOException {
        UploadForm form = UploadForm.read(ctx.req(), uploads, maxUploadBytes);
        try {
            send(
                    ctx,
                    job(ctx, form.terms())
                            .setSource(new Source(
                                    SourceKind.UPLOAD,
                                    form.upload().name(),
                                    form.fileName(),
                                    form.upload().bytes(),
                                    form.upload().sha256()))
                            .setOptions(form.options())
                            .build());
        } catch (UnavailableException e) {
            // Nobody will ever ask for it. If Kafka took the job after all, it fails as source_not_found: loud, not
            // lost.
            uploads.delete(form.upload().name());
            throw e;
        }
    }

    private TranscriptionJob.Builder job(Context ctx, JobTerms terms) {
        return TranscriptionJob.newBuilder()
                .setJobId(UUID.randomUUID().toString())
                .setClient(AccessRoutes.caller(ctx).client())
                .setPriority(terms.priority())
                .setDeadlineSeconds(terms.deadlineSeconds())
                .setSubmittedAt(clock.instant());
    }

    private void send(Context ctx, TranscriptionJob job) {
        sender.send(job);
        BoardRow row = BoardRows.first(job.getJobId(), clock.millis());
        row.setClient(job.getClient());
        row.setName(job.getSource().getName());
        accepted.add(row);
        String statusUrl = IngestApi.JOBS + "/" + job.getJobId();
        ctx.status(202)
                .header("Location", statusUrl)
                .json(Map.of("id", job.getJobId(), "status_url", statusUrl, "result_url", statusUrl + "/result"));
        LOG.atInfo()
                .addKeyValue("jobId", job.getJobId())
                .addKeyValue("bytes", job.getSource().getBytes())
                .log("job accepted");
    }
}
