package io.scribestream.ingest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.ingest.events.LiveRoom;
import io.scribestream.ingest.events.TextPosition;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Tells what happens to a job while it happens, as server-sent events. */
final class EventsRoute implements RouteSet {

    private final JobLookup jobs;
    private final BoardView board;
    private final LiveRoom room;

    EventsRoute(JobLookup jobs, BoardView board, LiveRoom room) {
        this.jobs = jobs;
        this.board = board;
        this.room = room;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(IngestApi.JOBS + "/{id}/events", this::events);
    }

    private void events(Context ctx) throws IOException {
        String jobId = jobs.row(ctx.pathParam("id")).getJobId();
        TextPosition position = position(ctx.header("Last-Event-ID"));
        if (position.ended()) {
            ctx.status(204); // which is how a browser is told to stop asking
            return;
        }
        room.stream(
                ctx,
                jobId,
                AccessRoutes.stillGood(ctx),
                new JobEvents(jobId, jobs, new LiveText(board, position), ctx.jsonMapper()));
    }

    private static TextPosition position(@Nullable String id) {
        if (id == null || id.isEmpty()) {
            return TextPosition.START;
        }
        return TextPosition.parse(id)
                .orElseThrow(() -> new ProblemException(
                        400,
                        "wrong_value",
                        "the header Last-Event-ID is the id of an event of this job, not '" + id + "'"));
    }
}
