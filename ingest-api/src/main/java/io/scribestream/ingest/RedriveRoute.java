package io.scribestream.ingest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.ingest.state.BoardRow;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.Command;
import io.scribestream.schemas.avro.JobCommand;
import io.scribestream.schemas.avro.Stage;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Orders that the gaps of a job are heard again. What can be seen on the board is refused here; the rest the chunker
 * refuses, which the job's status then says.
 */
final class RedriveRoute implements RouteSet {

    private static final Logger LOG = LoggerFactory.getLogger(RedriveRoute.class);

    static final String PATH = "/redrive";

    private final JobLookup jobs;
    private final JobSender sender;
    private final Clock clock;

    RedriveRoute(JobLookup jobs, JobSender sender, Clock clock) {
        this.jobs = jobs;
        this.sender = sender;
        this.clock = clock;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.post(IngestApi.JOBS + "/{id}" + PATH, this::redrive);
    }

    private void redrive(Context ctx) throws IOException {
        BoardRow row = jobs.row(ctx.pathParam("id"));
        RedriveOrder order = RedriveOrder.read(JsonBody.text(ctx, RedriveOrder.MAX_BYTES, "an order"));
        requireGaps(row);
        sender.send(JobCommand.newBuilder()
                .setJobId(row.getJobId())
                .setCommand(Command.REDRIVE)
                .setAt(clock.instant())
                .setBy("api")
                .setLanguage(order.language())
                .setPrompt(order.prompt())
                .build());
        String statusUrl = IngestApi.JOBS + "/" + row.getJobId();
        ctx.status(202)
                .header("Location", statusUrl)
                .json(Map.of("id", row.getJobId(), "version", row.getVersion(), "status_url", statusUrl));
        LOG.atInfo().addKeyValue("jobId", row.getJobId()).log("redrive ordered");
    }

    private static void requireGaps(BoardRow row) {
        Stage stage = Stage.valueOf(row.getStage());
        if (!BoardRows.isOver(row)) {
            throw refused(Reason.STILL_RUNNING, "the job still runs; its gaps can be heard again when it is completed");
        } else if (stage != Stage.COMPLETED) {
            throw refused(Reason.NO_GAPS, "the job has no transcript, so that it has no gaps; send it again");
        } else if (row.getGaps() == 0) {
            throw refused(Reason.NO_GAPS, "the transcript has no gaps; there is nothing to hear again");
        } else if (Redrives.isUnderWay(row)) {
            throw refused(Reason.STILL_RUNNING, "the gaps of the job are being heard again already");
        }
    }

    private static ProblemException refused(Reason reason, String sentence) {
        return new ProblemException(409, reason.code(), sentence);
    }
}
