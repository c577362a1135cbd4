package io.scribestream.ingest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.scribestream.ingest.Idempotency.Made;
import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.ingest.access.Caller;
import io.scribestream.ingest.uploads.Uploads;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Takes jobs: a form with a file or the file itself, which is kept here, or JSON with an address that the chunker fetches. */
final class SubmitRoute implements RouteSet {

    private final Intake intake;
    private final Uploads uploads;
    private final long maxUploadBytes;
    private final Idempotency idempotency;

    SubmitRoute(Intake intake, Uploads uploads, long maxUploadBytes, Idempotency idempotency) {
        this.intake = intake;
        this.idempotency = idempotency;
        this.uploads = uploads;
        this.maxUploadBytes = maxUploadBytes;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.post(IngestApi.JOBS, this::submit);
    }

    private void submit(Context ctx) throws IOException {
        intake.requireRoom();
        String type = mediaType(ctx);
        String key = key(ctx);
        if (RawUpload.isOne(type)) {
            file(ctx, RawUpload.read(ctx, uploads.received(), maxUploadBytes), key);
            return;
        }
        Query.of(ctx, List.of());
        if (type.equals("application/json")) {
            address(ctx, key);
        } else {
            file(ctx, UploadForm.read(ctx.req(), uploads.received(), maxUploadBytes), key);
        }
    }

    private void address(Context ctx, String key) throws IOException {
        JobRequest request = JobRequest.read(JsonBody.text(ctx, JobRequest.MAX_BYTES, "a job"));
        TranscriptionJob job = intake.job(ctx, request.terms())
                .setSource(request.source())
                .setOptions(request.options())
                .setMetadata(request.metadata())
                .build();
        answer(ctx, send(ctx, key, job));
    }

    private void file(Context ctx, UploadForm form, String key) {
        try {
            TranscriptionJob job = intake.job(ctx, form.terms())
                    .setSource(new Source(
                            SourceKind.UPLOAD,
                            form.upload().name(),
                            form.fileName(),
                            form.upload().bytes(),
                            form.upload().sha256()))
                    .setOptions(form.options())
                    .build();
            if (!key.isEmpty()) {
                // A large file takes its time: not while others wait for the key's answer, or take its request over.
                uploads.handOver(form.upload().name());
            }
            Made made = send(ctx, key, job);
            if (made.replayed()) {
                uploads.over(form.upload().name());
            }
            answer(ctx, made);
        } catch (UnavailableException | ProblemException e) {
            // Nobody will ever ask for it. If Kafka took the job after all, it fails as source_not_found: loud, not
            // lost.
            uploads.over(form.upload().name());
            throw e;
        }
    }

    private Made send(Context ctx, String key, TranscriptionJob job) {
        Caller caller = AccessRoutes.caller(ctx);
        if (key.isEmpty()) {
            intake.accept(caller, job);
            return new Made(job, false);
        }
        return idempotency.once(key, job, meant -> intake.accept(caller, meant));
    }

    private static void answer(Context ctx, Made made) {
        String id = made.job().getJobId();
        JobLinks links = JobLinks.of(id);
        if (made.replayed()) {
            ctx.header(Idempotency.REPLAYED, "true");
        }
        ctx.status(202)
                .header("Location", links.status())
                .json(Map.of(
                        "id",
                        id,
                        "status_url",
                        links.status(),
                        "result_url",
                        links.result(),
                        "events_url",
                        links.events()));
    }

    private static String key(Context ctx) {
        String header = ctx.header(Idempotency.HEADER);
        return header == null ? "" : Idempotency.key(header);
    }

    private static String mediaType(Context ctx) {
        return String.valueOf(ctx.contentType()).split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
}
