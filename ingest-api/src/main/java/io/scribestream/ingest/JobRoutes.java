package io.scribestream.ingest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.scribestream.ingest.BoardView.Page;
import io.scribestream.ingest.access.Caller;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says how far jobs are: one, or those of a client by time. */
final class JobRoutes implements RouteSet {

    private final JobLookup jobs;
    private final BoardView board;

    /** @param next address of the next page; null behind the last */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Listed(List<JobStatus> jobs, @Nullable String next) {}

    JobRoutes(JobLookup jobs, BoardView board) {
        this.jobs = jobs;
        this.board = board;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        RouteSet.read(routes, IngestApi.JOBS, this::list);
        RouteSet.read(routes, IngestApi.JOBS + "/{id}", this::status);
    }

    private void list(Context ctx) {
        Listing listing = Listing.of(ctx);
        Caller caller = AccessRoutes.caller(ctx);
        String list = caller.isEverybody() ? BoardTimes.EVERYBODY : BoardTimes.list(caller.client());
        Page page = board.page(listing.of(list), row -> caller.owns(row.getClient()) && listing.wants(jobs.brief(row)));
        List<JobStatus> shown = page.rows().stream().map(jobs::brief).toList();
        ctx.json(new Listed(shown, page.next().isEmpty() ? null : listing.next(page)));
    }

    private void status(Context ctx) {
        Query.of(ctx, List.of());
        ctx.json(jobs.status(jobs.row(ctx.pathParam("id"))));
    }
}
