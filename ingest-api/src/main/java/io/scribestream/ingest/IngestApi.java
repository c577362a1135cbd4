package io.scribestream.ingest;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.json.JavalinJackson;
import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.ingest.access.Caller;
import io.scribestream.ingest.state.BoardRow;
import io.scribestream.renderers.Format;
import io.scribestream.renderers.RenderOptions;
import io.scribestream.renderers.Renderers;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.runtime.UploadStore;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.Priority;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP API: takes files, says how far jobs are, gives transcripts. */
public final class IngestApi implements AutoCloseable {

    static final String JOBS = "/api/v1/transcriptions";

    private static final Logger LOG = LoggerFactory.getLogger(IngestApi.class);
    private static final Duration ACKNOWLEDGE = Duration.ofSeconds(10);
    private static final int LISTED = 200;

    /** An upload that nobody wrote to for so long has ended; another instance may be writing beside this one. */
    private static final Duration CUT_OFF = Duration.ofHours(1);

    private final ApiConfig config;
    private final JobSender sender;
    private final BoardView board;
    private final Readiness readiness;
    private final UploadStore uploads;
    private final Clock clock;
    private final Accepted accepted = new Accepted();
    private final Javalin http;

    /** @param producer stays the caller's */
    public IngestApi(
            ApiConfig config,
            Producer<String, TranscriptionJob> producer,
            BoardView board,
            Readiness readiness,
            Clock clock) {
        this(config, producer, board, readiness, clock, List.of());
    }

    /**
     * @param producer stays the caller's
     * @param others what else the API can do, and what comes before every request, in this order
     */
    public IngestApi(
            ApiConfig config,
            Producer<String, TranscriptionJob> producer,
            BoardView board,
            Readiness readiness,
            Clock clock,
            List<RouteSet> others) {
        this.config = config;
        this.sender = new JobSender(producer, ACKNOWLEDGE);
        this.board = board;
        this.readiness = readiness;
        this.uploads = new UploadStore(config.uploadDir());
        this.clock = clock;
        this.http = Javalin.create(javalin -> {
            javalin.startup.showJavalinBanner = false;
            javalin.startup.showOldJavalinVersionWarning = false;
            javalin.jsonMapper(new JavalinJackson());
            others.forEach(set -> set.addTo(javalin.routes));
            javalin.routes.beforeMatched(JOBS + "/<job>", this::requireOwn);
            javalin.routes.post(JOBS, this::submit);
            javalin.routes.get(JOBS, this::list);
            javalin.routes.get(JOBS + "/{id}", this::status);
            javalin.routes.get(JOBS + "/{id}/result", this::result);
            javalin.routes.get("/health/live", ctx -> ctx.json(Map.of("status", "alive")));
            javalin.routes.get("/health/ready", this::ready);
            javalin.routes.exception(ProblemException.class, (e, ctx) -> answer(ctx, e.problem()));
            javalin.routes.exception(RejectedException.class, IngestApi::rejected);
            javalin.routes.exception(UnavailableException.class, (e, ctx) -> unavailable(ctx, e));
            javalin.routes.exception(InvalidStateStoreException.class, (e, ctx) -> unavailable(ctx, e));
            javalin.routes.exception(HttpResponseException.class, IngestApi::refused);
            javalin.routes.exception(EofException.class, (e, ctx) -> LOG.debug("a client went away", e));
            javalin.routes.exception(Exception.class, IngestApi::failed);
        });
    }

    /**
     * Begins to serve, with nothing left of uploads that were cut off.
     *
     * @throws EnvironmentException if the port is taken or the address is not this machine's
     */
    public IngestApi start() {
        sweep();
        try {
            http.start(config.host(), config.port());
            return this;
        } catch (RuntimeException e) {
            throw new EnvironmentException(
                    Lack.PORT_TAKEN,
                    "cannot listen on " + config.host() + ":" + config.port()
                            + " (is the port taken?); choose another with SCRIBE_HTTP_PORT",
                    e);
        }
    }

    /** What uploads left that were cut off with their process. */
    private void sweep() {
        try {
            uploads.sweep(clock.instant().minus(CUT_OFF));
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("parts of uploads that were cut off could not be removed");
        }
    }

    /** The port it really listens on. */
    public int port() {
        return http.port();
    }

    @Override
    public void close() {
        http.stop();
    }

    private void submit(Context ctx) throws IOException {
        UploadForm form = UploadForm.read(ctx.req(), uploads, config.maxUploadBytes());
        String id = UUID.randomUUID().toString();
        String client = AccessRoutes.caller(ctx).client();
        TranscriptionJob job = TranscriptionJob.newBuilder()
                .setJobId(id)
                .setClient(client)
                .setSource(new Source(
                        SourceKind.UPLOAD,
                        form.upload().name(),
                        form.fileName(),
                        form.upload().bytes(),
                        form.upload().sha256()))
                .setOptions(form.options())
                .setPriority(Priority.NORMAL)
                .setSubmittedAt(clock.instant())
                .build();
        try {
            sender.send(job);
        } catch (UnavailableException e) {
            // Nobody will ever ask for it. If Kafka took the job after all, it fails as source_not_found: loud, not
            // lost.
            uploads.delete(form.upload().name());
            throw e;
        }
        BoardRow row = BoardRows.first(id, clock.millis());
        row.setClient(client);
        row.setName(form.fileName());
        accepted.add(row);
        String statusUrl = JOBS + "/" + id;
        ctx.status(202)
                .header("Location", statusUrl)
                .json(Map.of("id", id, "status_url", statusUrl, "result_url", statusUrl + "/result"));
        LOG.atInfo()
                .addKeyValue("jobId", id)
                .addKeyValue("bytes", form.upload().bytes())
                .log("job accepted");
    }

    private void list(Context ctx) {
        Caller caller = AccessRoutes.caller(ctx);
        List<JobStatus> jobs = board.newest(LISTED, row -> caller.owns(row.getClient())).stream()
                .map(row -> JobStatus.of(row, null))
                .toList();
        ctx.json(Map.of("jobs", jobs));
    }

    private void status(Context ctx) {
        BoardRow row = row(ctx);
        ctx.json(JobStatus.of(row, board.text(row)));
    }

    private void result(Context ctx) throws IOException {
        Format format = format(ctx);
        BoardRow row = row(ctx);
        Transcript transcript = board.transcript(row.getJobId())
                .orElseThrow(() -> row.getReason().isEmpty()
                        ? new ProblemException(
                                409,
                                "not_ready",
                                "the transcript is not ready yet; " + JOBS + "/{id} says how far it is")
                        : new ProblemException(409, "job_failed", row.getMessage(), Map.of("reason", row.getReason())));
        boolean words = "true".equals(ctx.queryParam("words"));
        ctx.contentType(format.mediaType());
        try (Writer out = new OutputStreamWriter(ctx.outputStream(), StandardCharsets.UTF_8)) {
            Renderers.render(transcript, format, new RenderOptions(words), out);
        }
    }

    private void ready(Context ctx) {
        Readiness.Report report = readiness.check();
        ctx.status(report.ready() ? 200 : 503).json(report);
    }

    private BoardRow row(Context ctx) {
        String id = ctx.pathParam("id");
        return board.row(id).or(() -> accepted.find(id)).orElseThrow(() -> unknown(id));
    }

    /** Before every route about a job, so that none can be forgotten: another client's job is none at all. */
    private void requireOwn(Context ctx) {
        Caller caller = AccessRoutes.caller(ctx);
        String id = ctx.pathParam("job").split("/", 2)[0];
        if (!caller.isEverybody()
                && board.row(id)
                        .or(() -> accepted.find(id))
                        .filter(row -> caller.owns(row.getClient()))
                        .isEmpty()) {
            throw unknown(id);
        }
    }

    private static ProblemException unknown(String id) {
        return new ProblemException(404, "unknown_job", "there is no job with the id '" + id + "'");
    }

    private static Format format(Context ctx) {
        String asked = ctx.queryParam("format");
        try {
            return asked == null ? Format.JSON : Format.parse(asked);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(400, "unknown_format", String.valueOf(e.getMessage()));
        }
    }

    private static void rejected(RejectedException e, Context ctx) {
        int status = e.reason() == Reason.TOO_LARGE ? 413 : 400;
        answer(ctx, Problem.of(status, e.reason().code(), String.valueOf(e.getMessage())));
    }

    private static void unavailable(Context ctx, Exception e) {
        LOG.atWarn().setCause(e).log("a request could not be served");
        ctx.header("Retry-After", "5");
        answer(
                ctx,
                Problem.of(503, "unavailable", "something this needs does not answer; nothing was lost, try again"));
    }

    private static void refused(HttpResponseException e, Context ctx) {
        Problem problem = e.getStatus() == 404
                ? Problem.of(404, "nothing_here", "there is nothing at " + ctx.method() + " " + ctx.path())
                : Problem.of(e.getStatus(), "refused", String.valueOf(e.getMessage()));
        answer(ctx, problem);
    }

    private static void failed(Exception e, Context ctx) {
        LOG.atError().addKeyValue("path", ctx.path()).setCause(e).log("a request failed");
        answer(ctx, Problem.of(500, "internal", "a mistake of ours; it was logged"));
    }

    private static void answer(Context ctx, Problem problem) {
        ctx.status(problem.status()).json(problem).contentType(Problem.MEDIA_TYPE);
    }
}
