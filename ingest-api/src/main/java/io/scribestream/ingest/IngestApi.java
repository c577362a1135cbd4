package io.scribestream.ingest;

import io.javalin.Javalin;
import io.javalin.json.JavalinJackson;
import io.scribestream.ingest.events.LiveRoom;
import io.scribestream.ingest.tus.PartialUploads;
import io.scribestream.ingest.uploads.FolderUploads;
import io.scribestream.ingest.uploads.Uploads;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import io.scribestream.runtime.UnavailableException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP API: takes files, says how far jobs are, gives transcripts. */
public final class IngestApi implements AutoCloseable {

    static final String JOBS = "/api/v1/transcriptions";

    private static final Logger LOG = LoggerFactory.getLogger(IngestApi.class);
    private static final Duration ACKNOWLEDGE = Duration.ofSeconds(10);

    /** An upload that nobody wrote to for so long has ended; another instance may be writing beside this one. */
    private static final Duration CUT_OFF = Duration.ofHours(1);

    /** No upload can be called so. */
    private static final String IN_PARTS = ".parts";

    private final ApiConfig config;
    private final Uploads uploads;
    private final PartialUploads parts;
    private final Clock clock;
    private final LiveRoom live;
    private final TusJobs resumed;
    private final Javalin http;

    public IngestApi(ApiConfig config, Backing backing, Clock clock) {
        this(config, backing, clock, List.of());
    }

    /** With the limits that hold where nobody says otherwise. */
    public IngestApi(ApiConfig config, Backing backing, Clock clock, List<RouteSet> before) {
        this(config, HttpLimits.from(Env.of(Map.of())), backing, clock, before);
    }

    /** With uploads that stay in their folder. */
    public IngestApi(ApiConfig config, HttpLimits limits, Backing backing, Clock clock, List<RouteSet> before) {
        this(config, limits, new FolderUploads(config.uploadDir()), backing, clock, before);
    }

    /**
     * @param uploads stay their maker's
     * @param before what comes before every request, and routes of others, in this order
     */
    public IngestApi(
            ApiConfig config, HttpLimits limits, Uploads uploads, Backing backing, Clock clock, List<RouteSet> before) {
        this.config = config;
        this.uploads = uploads;
        this.clock = clock;
        this.live = backing.live();
        Accepted accepted = new Accepted();
        JobSender sender = new JobSender(backing.producer(), ACKNOWLEDGE);
        Admission admission =
                new Admission(backing.open(), config.maxOpenJobs(), config.uploadDir(), config.minFreeBytes());
        Intake intake =
                new Intake(sender, admission, backing.allowances(), accepted, uploads, config.webhooks(), clock);
        this.parts = new PartialUploads(uploads, config.uploadDir().resolve(IN_PARTS), config.uploadExpiry(), clock);
        this.resumed = new TusJobs(parts, intake, clock);
        List<RouteSet> own = routes(backing, sender, accepted, intake);
        this.http = Javalin.create(javalin -> {
            javalin.startup.showJavalinBanner = false;
            javalin.startup.showOldJavalinVersionWarning = false;
            javalin.jsonMapper(new JavalinJackson());
            javalin.http.prefer405over404 = true;
            HttpServer.set(javalin.jetty, config, limits);
            before.forEach(set -> set.addTo(javalin.routes));
            before.forEach(set -> set.logTo(javalin.requestLogger));
            own.forEach(set -> set.addTo(javalin.routes));
        });
    }

    /** All there is to ask for. */
    private List<RouteSet> routes(Backing backing, JobSender sender, Accepted accepted, Intake intake) {
        BoardView board = backing.board();
        JobLookup jobs = new JobLookup(board, accepted, backing.letters());
        return List.of(
                new OwnJobs(jobs),
                new SubmitRoute(intake, uploads, config.maxUploadBytes(), new Idempotency(backing.requests())),
                new TusRoutes(parts, resumed, intake, config.maxUploadBytes()),
                new JobRoutes(jobs, board),
                new ResultRoute(jobs, board),
                new EventsRoute(jobs, board, live),
                new OpenAiRoutes(
                        intake,
                        uploads,
                        config.maxUploadBytes(),
                        id -> new AudioJob(id, jobs, board, sender, clock),
                        live,
                        backing.models()),
                new DeleteRoute(jobs, board, sender, clock),
                new RedriveRoute(jobs, sender, clock),
                new AdminRoutes(backing.letters()),
                new HealthRoutes(backing.readiness()),
                new ContractRoutes(),
                new Problems());
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
            resumed.start();
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
            uploads.sweep(clock.instant().minus(CUT_OFF), parts.ids());
        } catch (IOException | UnavailableException e) {
            LOG.atWarn().setCause(e).log("parts of uploads that were cut off could not be removed");
        }
    }

    /** The port it really listens on. */
    public int port() {
        return http.port();
    }

    /** Every route that it answers, as {@code GET /path/{id}}. */
    List<String> endpoints() {
        return http.unsafe.internalRouter.allHttpHandlers().stream()
                .map(handler -> handler.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod())
                .map(endpoint -> endpoint.method.name() + " " + endpoint.path)
                .toList();
    }

    @Override
    public void close() {
        live.close();
        http.stop();
        resumed.close();
    }
}
