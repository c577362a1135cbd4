package io.scribestream.ingest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.ingest.state.BoardRow;
import io.scribestream.schemas.avro.Command;
import io.scribestream.schemas.avro.JobCommand;
import java.time.Clock;
import java.util.Map;

/** Orders that a job ends, wherever it stands. The order is durable before it is answered; the job ends a moment later. */
final class CancelRoute implements RouteSet {

    private final JobLookup jobs;
    private final JobSender sender;
    private final Clock clock;

    CancelRoute(JobLookup jobs, JobSender sender, Clock clock) {
        this.jobs = jobs;
        this.sender = sender;
        this.clock = clock;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.delete(IngestApi.JOBS + "/{id}", this::cancel);
    }

    private void cancel(Context ctx) {
        BoardRow row = jobs.row(ctx.pathParam("id"));
        if (BoardRows.isOver(row)) {
            throw new ProblemException(409, "already_ended", "the job has ended already; there is nothing to cancel");
        }
        sender.send(JobCommand.newBuilder()
                .setJobId(row.getJobId())
                .setCommand(Command.CANCEL)
                .setAt(clock.instant())
                .setBy("api")
                .build());
        ctx.status(202).json(Map.of("id", row.getJobId(), "status_url", IngestApi.JOBS + "/" + row.getJobId()));
    }
}
