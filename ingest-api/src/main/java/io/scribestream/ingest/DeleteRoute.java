package io.scribestream.ingest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.ingest.state.BoardRow;
import io.scribestream.schemas.avro.Command;
import io.scribestream.schemas.avro.JobCommand;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a job that runs, wherever it stands, and removes one that has ended. The order is durable before it is answered: 202
 * where it takes effect a moment later, 204 where the job is gone already. With {@code ?only=running} nothing is removed.
 */
final class DeleteRoute implements RouteSet {

    private static final Logger LOG = LoggerFactory.getLogger(DeleteRoute.class);
    private static final Duration UNTIL_GONE = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofMillis(10);

    private final JobLookup jobs;
    private final BoardView board;
    private final JobSender sender;
    private final Clock clock;

    DeleteRoute(JobLookup jobs, BoardView board, JobSender sender, Clock clock) {
        this.jobs = jobs;
        this.board = board;
        this.sender = sender;
        this.clock = clock;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.delete(IngestApi.JOBS + "/{id}", this::delete);
    }

    private void delete(Context ctx) {
        boolean onlyRunning = onlyRunning(Query.of(ctx, List.of("only")).text("only"));
        BoardRow row = jobs.row(ctx.pathParam("id"));
        if (!BoardRows.isOver(row)) {
            order(row, Command.CANCEL);
            ordered(ctx, row);
        } else if (onlyRunning) {
            throw new ProblemException(409, "already_ended", "the job has ended already; there is nothing to cancel");
        } else {
            order(row, Command.REMOVE);
            LOG.atInfo().addKeyValue("jobId", row.getJobId()).log("job removed");
            if (isGoneSoon(row.getJobId())) {
                ctx.status(204);
            } else {
                ordered(ctx, row);
            }
        }
    }

    private void order(BoardRow row, Command command) {
        sender.send(JobCommand.newBuilder()
                .setJobId(row.getJobId())
                .setCommand(command)
                .setAt(clock.instant())
                .setBy("api")
                .build());
    }

    private static void ordered(Context ctx, BoardRow row) {
        ctx.status(202)
                .json(Map.of(
                        "id",
                        row.getJobId(),
                        "status_url",
                        JobLinks.of(row.getJobId()).status()));
    }

    /** The board reads the order like any record, a moment after Kafka has it. */
    private boolean isGoneSoon(String jobId) {
        long end = System.nanoTime() + UNTIL_GONE.toNanos();
        while (System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
            if (board.row(jobId).map(BoardRow::getRemoved).orElse(true)) {
                return true;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        return false;
    }

    private static boolean onlyRunning(String text) {
        if (!text.isEmpty() && !text.equals("running")) {
            throw new ProblemException(400, "wrong_value", "the query parameter 'only' is running, not '" + text + "'");
        }
        return !text.isEmpty();
    }
}
