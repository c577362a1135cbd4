package io.scribestream.ingest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.ingest.events.LiveRoom;
import io.scribestream.ingest.openai.AudioRequest;
import io.scribestream.ingest.openai.AudioTask;
import io.scribestream.ingest.openai.ModelList;
import io.scribestream.ingest.openai.ModelNames;
import io.scribestream.ingest.openai.ParameterException;
import io.scribestream.ingest.uploads.Uploads;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.avro.Priority;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What clients of OpenAI's audio API send and read. Behind each request is a job like any other, which waits before those
 * of usual priority; the client's connection waits for it, without a thread.
 */
final class OpenAiRoutes implements RouteSet {

    private static final String ALL = "/v1/*";

    /** A field of ours: who does not wait may be told. */
    private static final String CALLBACK = "callback";

    /** What clients show with an error; it is the job's id. */
    private static final String REQUEST_ID = "x-request-id";

    private final Intake intake;
    private final Uploads uploads;
    private final long maxUploadBytes;
    private final AudioJob.Maker jobs;
    private final LiveRoom room;
    private final ModelNames models;

    OpenAiRoutes(
            Intake intake,
            Uploads uploads,
            long maxUploadBytes,
            AudioJob.Maker jobs,
            LiveRoom room,
            ModelNames models) {
        this.intake = intake;
        this.uploads = uploads;
        this.maxUploadBytes = maxUploadBytes;
        this.jobs = jobs;
        this.room = room;
        this.models = models;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.before(ALL, ctx -> Problems.shape(ctx, OpenAiErrors::answer));
        for (AudioTask task : AudioTask.values()) {
            routes.post(task.path(), ctx -> audio(ctx, task));
        }
        routes.get("/v1/models", ctx -> ctx.json(ModelList.of(models)));
        routes.get("/v1/models/{model}", ctx -> ctx.json(ModelList.one(models.require(ctx.pathParam("model")))));
        routes.exception(
                ParameterException.class,
                (e, ctx) -> Problems.answer(ctx, problem(e).problem()));
    }

    private void audio(Context ctx, AudioTask task) throws IOException {
        intake.requireRoom();
        FileForm form = FileForm.read(ctx.req(), uploads.received(), maxUploadBytes, name -> requireKnown(task, name));
        AudioRequest request;
        TranscriptionJob job;
        try {
            request = AudioRequest.of(task, form.fields(), models);
            job = job(ctx, form, request);
            intake.accept(AccessRoutes.caller(ctx), job);
        } catch (ParameterException | ProblemException | UnavailableException e) {
            uploads.over(form.upload().name());
            throw e;
        }
        ctx.header(REQUEST_ID, job.getJobId());
        AudioJob waitedFor = jobs.of(job.getJobId());
        if (wantsNoWait(ctx.header("Prefer"))) {
            accepted(ctx, job.getJobId());
        } else if (request.stream()) {
            room.stream(ctx, job.getJobId(), AccessRoutes.stillGood(ctx), new AudioStream(waitedFor, ctx.jsonMapper()));
        } else {
            room.await(ctx, job.getJobId(), AccessRoutes.stillGood(ctx), new AudioWait(waitedFor, request, ctx));
        }
    }

    private TranscriptionJob job(Context ctx, FileForm form, AudioRequest request) {
        return intake.job(ctx, new JobTerms(Priority.HIGH, 0, "").telling(callback(ctx, form)))
                .setSource(new Source(
                        SourceKind.UPLOAD,
                        form.upload().name(),
                        form.fileName(),
                        form.upload().bytes(),
                        form.upload().sha256()))
                .setOptions(request.options())
                .build();
    }

    private static String callback(Context ctx, FileForm form) {
        List<String> addresses = form.fields().getOrDefault(CALLBACK, List.of());
        if (addresses.size() > 1 || (!addresses.isEmpty() && !wantsNoWait(ctx.header("Prefer")))) {
            throw new ProblemException(
                    400,
                    "invalid_value",
                    "callback is one address, and goes with the header 'Prefer: respond-async' alone",
                    Map.of(OpenAiErrors.PARAMETER, CALLBACK));
        }
        return addresses.isEmpty() ? "" : addresses.get(0);
    }

    private static void accepted(Context ctx, String jobId) {
        String statusUrl = IngestApi.JOBS + "/" + jobId;
        ctx.status(202)
                .header("Location", statusUrl)
                .header("Preference-Applied", "respond-async")
                .json(Map.of(
                        "id",
                        jobId,
                        "status_url",
                        statusUrl,
                        "result_url",
                        statusUrl + "/result",
                        "events_url",
                        statusUrl + "/events"));
    }

    private static boolean wantsNoWait(@Nullable String prefer) {
        return prefer != null
                && Arrays.stream(prefer.split("[,;]"))
                        .anyMatch(token -> token.strip().equalsIgnoreCase("respond-async"));
    }

    private static void requireKnown(AudioTask task, String name) {
        if (!task.parameters().contains(name) && !name.equals(CALLBACK)) {
            throw new ProblemException(
                    400,
                    "unknown_parameter",
                    "the parameter '" + name + "' is not known here; known are file, "
                            + String.join(", ", task.parameters()) + " and " + CALLBACK,
                    Map.of(OpenAiErrors.PARAMETER, name));
        }
    }

    private static ProblemException problem(ParameterException e) {
        return new ProblemException(
                e.status(), e.code(), String.valueOf(e.getMessage()), Map.of(OpenAiErrors.PARAMETER, e.parameter()));
    }
}
