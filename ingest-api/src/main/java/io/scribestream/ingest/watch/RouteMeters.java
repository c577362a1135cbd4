package io.scribestream.ingest.watch;

import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Requests, errors and durations by route: {@code http.server.requests}, tagged with the route as it was added, never with a
 * path, which anybody can make up any number of.
 */
final class RouteMeters {

    /** Of a request that no route answers, and of a method that is none of HTTP's. */
    static final String OTHER = "other";

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private static final Duration[] BOUNDS = {
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        Duration.ofMinutes(1)
    };

    static void answered(Context ctx, float millis) {
        @Nullable Endpoint matched = ctx.endpoints().matchedHttpEndpoint();
        String method = ctx.method().name();
        Timer.builder("http.server.requests")
                .description("Requests to the API; a status of 4xx or 5xx is an error")
                .tag("method", METHODS.contains(method) ? method : OTHER)
                .tag("route", matched == null ? OTHER : matched.path)
                .tag("status", Integer.toString(ctx.statusCode()))
                .serviceLevelObjectives(BOUNDS)
                .register(Metrics.globalRegistry)
                .record(Duration.ofNanos((long) (millis * 1_000_000)));
    }

    private RouteMeters() {}
}
