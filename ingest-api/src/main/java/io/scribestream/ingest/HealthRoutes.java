package io.scribestream.ingest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;

/** What a load balancer asks. */
final class HealthRoutes implements RouteSet {

    private final Readiness readiness;

    HealthRoutes(Readiness readiness) {
        this.readiness = readiness;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/health/live", ctx -> ctx.json(Map.of("status", "alive")));
        routes.get("/health/ready", this::ready);
    }

    private void ready(Context ctx) {
        Readiness.Report report = readiness.check();
        ctx.status(report.ready() ? 200 : 503).json(report);
    }
}
