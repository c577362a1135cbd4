package io.scribestream.ingest.watch;

import io.javalin.config.RoutesConfig;
import io.scribestream.ingest.RouteSet;
import io.scribestream.runtime.watch.HealthReport;
import io.scribestream.runtime.watch.Scrape;
import io.scribestream.runtime.watch.Watch;

/** How this process is and what it counts; where clients need keys, an operator's look. */
public final class WatchRoutes implements RouteSet {

    public static final String HEALTH = "/health";
    public static final String METRICS = "/metrics";

    private final Watch watch;

    /** @param watch stays the caller's */
    public WatchRoutes(Watch watch) {
        this.watch = watch;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(HEALTH, ctx -> {
            HealthReport report = watch.health();
            ctx.status(report.httpStatus()).json(report);
        });
        routes.get(METRICS, ctx -> ctx.contentType(Scrape.CONTENT_TYPE).result(watch.metrics()));
    }
}
