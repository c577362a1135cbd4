package io.scribestream.ingest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.scribestream.ingest.access.Caller;
import java.util.List;
import java.util.Map;

/** Says how far jobs are: one, or the newest of a client. */
final class JobRoutes implements RouteSet {

    private static final int LISTED = 200;

    private final JobLookup jobs;
    private final BoardView board;

    JobRoutes(JobLookup jobs, BoardView board) {
        this.jobs = jobs;
        this.board = board;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(IngestApi.JOBS, this::list);
        routes.get(IngestApi.JOBS + "/{id}", this::status);
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
}
