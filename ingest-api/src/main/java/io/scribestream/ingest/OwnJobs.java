package io.scribestream.ingest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.scribestream.ingest.access.Caller;

/** Before every route about a job, so that none can be forgotten: another client's job is none at all. */
final class OwnJobs implements RouteSet {

    private final JobLookup jobs;

    OwnJobs(JobLookup jobs) {
        this.jobs = jobs;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.beforeMatched(IngestApi.JOBS + "/<job>", this::requireOwn);
    }

    private void requireOwn(Context ctx) {
        Caller caller = AccessRoutes.caller(ctx);
        String id = ctx.pathParam("job").split("/", 2)[0];
        if (!caller.isEverybody() && !caller.owns(jobs.row(id).getClient())) {
            throw JobLookup.unknown(id);
        }
    }
}
