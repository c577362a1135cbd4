package io.scribestream.ingest;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.json.JavalinJackson;
import io.scribestream.ingest.Admission.BusyException;
import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.ingest.access.Caller;
import io.scribestream.ingest.letters.Letters;
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
import io.scribestream.schemas.avro.Transcript;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
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
    private final BoardView board;
    private final Readiness readiness;
    private final UploadStore uploads;
    private final Clock clock;
    private final Accepted accepted = new Accepted();
    private final JobLookup jobs;
    private final Javalin http;

    /**
     * @param producer of jobs and orders; stays the caller's, as the letters do
     * @param open the jobs that the board counts
     */
    public IngestApi(
            ApiConfig config,
            Producer<String, SpecificRecord> producer,
            BoardView board,
            OpenJobs open,
            Letters letters,
            Readiness readiness,
            Clock clock) {
        this(config, producer, board, open, letters, readiness, clock, List.of());
    }

    /**
     * @param producer of jobs and orders; stays the caller's, as the letters do
     * @param open the jobs that the board counts
     * @param others what else the API can do, and what comes before every request, in this order
     */
    public IngestApi(
            ApiConfig config,
            Producer<String, SpecificRecord> producer,
            BoardView board,
            OpenJobs open,
            Letters letters,
            Readiness readiness,
            Clock clock,
            List<RouteSet> others) {
        this.config = config;
        JobSender sender = new JobSender(producer, ACKNOWLEDGE);
        this.board = board;
        this.readiness = readiness;
        this.uploads = new UploadStore(config.uploadDir());
        this.clock = clock;
        this.jobs = new JobLookup(board, accepted, letters);
        Admission admission = new Admission(open, config.maxOpenJobs(), config.uploadDir(), config.minFreeBytes());
        SubmitRoute submits = new SubmitRoute(sender, uploads, config.maxUploadBytes(), admission, accepted, clock);
        CancelRoute cancels = new CancelRoute(jobs, sender, clock);
        RedriveRoute redrives = new RedriveRoute(jobs, sender, clock);
        AdminRoutes admin = new AdminRoutes(letters);
        this.http = Javalin.create(javalin -> {
            javalin.startup.showJavalinBanner = false;
            javalin.startup.showOldJavalinVersionWarning = false;
            javalin.jsonMapper(new JavalinJackson());
            others.forEach(set -> set.addTo(javalin.routes));
            javalin.routes.beforeMatched(JOBS + "/<job>", this::requireOwn);
            submits.addTo(javalin.routes);
            javalin.routes.get(JOBS, this::list);
            javalin.routes.get(JOBS + "/{id}", this::status);
            javalin.routes.get(JOBS + "/{id}/result", this::result);
            cancels.addTo(javalin.routes);
            redrives.addTo(javalin.routes);
            admin.addTo(javalin.routes);
            javalin.routes.get("/health/live", ctx -> ctx.json(Map.of("status", "alive")));
            javalin.routes.get("/health/ready", this::ready);
            javalin.routes.exception(BusyException.class, IngestApi::busy);
            javalin.routes.exception(ProblemException.class, (e, ctx) -> answer(ctx, e.problem()));
            javalin.routes.exception(Letters.RefusedException.class, IngestApi::settled);
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

    private void list(Context ctx) {
        Caller caller = AccessRoutes.caller(ctx);
        List<JobStatus> listed = board.newest(LISTED, row -> caller.owns(row.getClient())).stream()
                .map(row -> jobs.status(row, null))
                .toList();
        ctx.json(Map.of("jobs", listed));
    }

    private void status(Context ctx) {
        ctx.json(jobs.status(jobs.row(ctx.pathParam("id"))));
    }

    private void result(Context ctx) throws IOException {
        Format format = format(ctx);
        BoardRow row = jobs.row(ctx.pathParam("id"));
        Transcript transcript = board.transcript(row.getJobId()).orElseThrow(() -> none(jobs.status(row, null)));
        boolean words = "true".equals(ctx.queryParam("words"));
        boolean gaps = "true".equals(ctx.queryParam("gaps"));
        ctx.contentType(format.mediaType());
        try (Writer out = new OutputStreamWriter(ctx.outputStream(), StandardCharsets.UTF_8)) {
            Renderers.render(transcript, format, new RenderOptions(words, gaps), out);
        }
    }

    private void ready(Context ctx) {
        Readiness.Report report = readiness.check();
        ctx.status(report.ready() ? 200 : 503).json(report);
    }

    /** Before every route about a job, so that none can be forgotten: another client's job is none at all. */
    private void requireOwn(Context ctx) {
        Caller caller = AccessRoutes.caller(ctx);
        String id = ctx.pathParam("job").split("/", 2)[0];
        if (!caller.isEverybody() && !caller.owns(jobs.row(id).getClient())) {
            throw JobLookup.unknown(id);
        }
    }

    private static ProblemException none(JobStatus status) {
        return status.reason() == null
                ? new ProblemException(
                        409, "not_ready", "the transcript is not ready yet; " + JOBS + "/{id} says how far it is")
                : new ProblemException(
                        409, "job_failed", String.valueOf(status.message()), Map.of("reason", status.reason()));
    }

    private static Format format(Context ctx) {
        String asked = ctx.queryParam("format");
        try {
            return asked == null ? Format.JSON : Format.parse(asked);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(400, "unknown_format", String.valueOf(e.getMessage()));
        }
    }

    private static void busy(BusyException e, Context ctx) {
        ctx.header("Retry-After", Long.toString(e.retryAfter().toSeconds()));
        answer(ctx, e.problem());
    }

    private static void settled(Letters.RefusedException e, Context ctx) {
        answer(ctx, Problem.of(409, e.code(), String.valueOf(e.getMessage())));
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
