package io.scribestream.ingest.watch;

import io.javalin.config.RequestLoggerConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.scribestream.ingest.RouteSet;
import org.slf4j.MDC;

/**
 * What is noted of every request, from before anything else sees it until its answer is sent: an id, on all log lines
 * meanwhile and on the answer, the trace it belongs to, and how long it took. To be the first of all.
 */
public final class RequestWatch implements RouteSet {

    @Override
    public void addTo(RoutesConfig routes) {
        routes.before(RequestWatch::begin);
    }

    @Override
    public void logTo(RequestLoggerConfig requests) {
        requests.http((ctx, millis) -> end(ctx, millis));
    }

    private static void begin(Context ctx) {
        String id = RequestId.of(ctx.header(RequestId.HEADER));
        ctx.header(RequestId.HEADER, id);
        MDC.put(RequestId.LOGGED, id);
        RequestSpan.begin(ctx);
    }

    private static void end(Context ctx, float millis) {
        RouteMeters.answered(ctx, millis);
        RequestSpan.end(ctx);
        MDC.remove(RequestId.LOGGED);
    }
}
