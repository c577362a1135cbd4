package io.scribestream.ingest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.runtime.UploadStore;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.io.IOException;
import java.util.Map;

/** Takes jobs: a form with a file, which is kept here, or JSON with an address that the chunker fetches. */
final class SubmitRoute implements RouteSet {

    private final Intake intake;
    private final UploadStore uploads;
    private final long maxUploadBytes;

    SubmitRoute(Intake intake, UploadStore uploads, long maxUploadBytes) {
        this.intake = intake;
        this.uploads = uploads;
        this.maxUploadBytes = maxUploadBytes;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.post(IngestApi.JOBS, this::submit);
    }

    private void submit(Context ctx) throws IOException {
        intake.requireRoom();
        String type = String.valueOf(ctx.contentType());
        if (type.startsWith("application/json")) {
            address(ctx);
        } else {
            file(ctx);
        }
    }

    private void address(Context ctx) {
        JobRequest request = JobRequest.read(JsonBody.text(ctx, JobRequest.MAX_BYTES, "a job"));
        send(
                ctx,
                intake.job(ctx, request.terms())
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
                    intake.job(ctx, form.terms())
                            .setSource(new Source(
                                    SourceKind.UPLOAD,
                                    form.upload().name(),
                                    form.fileName(),
                                    form.upload().bytes(),
                                    form.upload().sha256()))
                            .setOptions(form.options())
                            .build());
        } catch (ProblemException | UnavailableException e) {
            // Nobody will ever ask for it. If Kafka took the job after all, it fails as source_not_found: loud, not
            // lost.
            uploads.delete(form.upload().name());
            throw e;
        }
    }

    private void send(Context ctx, TranscriptionJob job) {
        intake.accept(job);
        String statusUrl = IngestApi.JOBS + "/" + job.getJobId();
        ctx.status(202)
                .header("Location", statusUrl)
                .json(Map.of("id", job.getJobId(), "status_url", statusUrl, "result_url", statusUrl + "/result"));
    }
}
