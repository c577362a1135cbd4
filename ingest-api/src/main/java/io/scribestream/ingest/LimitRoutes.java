package io.scribestream.ingest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Metrics;
import io.scribestream.ingest.access.Caller;
import io.scribestream.ingest.limits.EndpointClass;
import io.scribestream.ingest.limits.LimitConfig;
import io.scribestream.ingest.limits.RateLimiter;
import io.scribestream.ingest.limits.Usage;
import io.scribestream.ingest.limits.Verdict;
import io.scribestream.ingest.limits.Window;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Counts every request of a client, refuses those that are too many or bring a job too many, and says at
 * {@code /api/v1/limits} how many are left. Every answer to a request that is counted carries {@code RateLimit} and {@code RateLimit-Policy}, as
 * draft-ietf-httpapi-ratelimit-headers says.
 *
 * <p>Metrics: {@code rate.limit.hits} (tagged with class and outcome) and {@code rate.limit.remaining}, what a client had
 * left after a request in the window that has least. None by client: there may be any number of them.
 */
public final class LimitRoutes implements RouteSet {

    static final String LIMITS = "/api/v1/limits";

    private final RateLimiter limiter;
    private final LimitConfig config;
    private final Allowances allowances;
    private final Clients clients;
    private final Clock clock;

    /** Who sends a request, and what is said of its limits. */
    public interface Clients {

        /** Everybody is the same client, with the limits of the settings. */
        Clients ONE = ctx -> "default";

        String of(Context ctx);

        default List<Window> windows(Context ctx, EndpointClass endpoints, List<Window> usual) {
            return usual;
        }
    }

    private record Left(
            String window,
            @JsonProperty("seconds") long seconds,
            int limit,
            int used,
            int remaining,
            @JsonProperty("reset_at") String resetAt) {}

    private record ClassLimits(@JsonProperty("class") String endpoints, List<Left> windows) {}

    private record Waiting(int limit, int used, int remaining) {

        static Waiting of(int limit, int used) {
            return new Waiting(limit, used, Math.max(0, limit - used));
        }
    }

    private record Limits(
            String client,
            boolean limited,
            List<ClassLimits> limits,
            @JsonProperty("waiting_jobs") Waiting waitingJobs,
            @JsonProperty("audio_minutes") Left audioMinutes) {}

    /**
     * @param limiter stays the caller's
     * @param allowances of the same limits
     */
    public LimitRoutes(RateLimiter limiter, LimitConfig config, Allowances allowances, Clients clients, Clock clock) {
        this.limiter = limiter;
        this.allowances = allowances;
        this.config = config;
        this.clients = clients;
        this.clock = clock;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        if (config.on()) {
            routes.beforeMatched(this::count);
        }
        routes.get(LIMITS, this::limits);
    }

    private void count(Context ctx) {
        // By the route, not by how the client happened to write it.
        String path = RouteSet.route(ctx);
        Optional<EndpointClass> counted = EndpointClass.of(ctx.method().name(), path);
        if (counted.isEmpty()) {
            return;
        }
        EndpointClass endpoints = counted.get();
        if (endpoints == EndpointClass.TRANSCRIBE && bringsNewJob(ctx, path)) {
            // First: what is refused takes nothing from any window.
            allowances.require(AccessRoutes.caller(ctx), 0);
        }
        Verdict verdict = limiter.take(clients.of(ctx), endpoints, windows(ctx, endpoints));
        measure(endpoints, verdict);
        ctx.header("RateLimit-Policy", policy(endpoints, verdict));
        ctx.header("RateLimit", state(endpoints, verdict));
        if (!verdict.allowed()) {
            refuse(ctx, endpoints, verdict);
        }
    }

    /** One that is sent again under its key may have its job already; whether it has is not seen from here. */
    private static boolean bringsNewJob(Context ctx, String path) {
        return ctx.header(Idempotency.HEADER) == null && !path.endsWith(RedriveRoute.PATH);
    }

    private void refuse(Context ctx, EndpointClass endpoints, Verdict verdict) {
        Usage tightest = verdict.tightest();
        String detail = "at most " + tightest.window().limit() + " requests of the class " + endpoints.code()
                + " in one " + tightest.window().name() + "; there is room again in "
                + TooMany.seconds(verdict.retryAfter()) + " s";
        TooMany.of("rate_limited", detail, tightest.window().limit(), verdict.retryAfter(), clock)
                .answer(ctx);
        ctx.skipRemainingHandlers();
    }

    private void limits(Context ctx) {
        List<ClassLimits> all = new ArrayList<>();
        for (EndpointClass endpoints : EndpointClass.values()) {
            List<Left> left = limiter.look(clients.of(ctx), endpoints, windows(ctx, endpoints)).usages().stream()
                    .map(this::left)
                    .toList();
            all.add(new ClassLimits(endpoints.code(), left));
        }
        Caller caller = AccessRoutes.caller(ctx);
        ctx.json(new Limits(
                clients.of(ctx),
                config.on(),
                all,
                Waiting.of(allowances.mostWaiting(caller), allowances.waiting(caller.client())),
                left(allowances.audio(caller))));
    }

    private Left left(Usage usage) {
        return new Left(
                usage.window().name(),
                usage.window().length().toSeconds(),
                usage.window().limit(),
                usage.used(),
                usage.remaining(),
                resetAt(usage));
    }

    private List<Window> windows(Context ctx, EndpointClass endpoints) {
        return clients.windows(ctx, endpoints, config.windows(endpoints));
    }

    private String resetAt(Usage usage) {
        Duration reset = usage.used() == 0 ? Duration.ZERO : usage.reset();
        return TooMany.resetAt(reset, clock);
    }

    private static String policy(EndpointClass endpoints, Verdict verdict) {
        return verdict.usages().stream()
                .map(usage -> item(endpoints, usage) + ";q=" + usage.window().limit() + ";w="
                        + TooMany.seconds(usage.window().length()))
                .collect(Collectors.joining(", "));
    }

    private static String state(EndpointClass endpoints, Verdict verdict) {
        return verdict.usages().stream()
                .map(usage ->
                        item(endpoints, usage) + ";r=" + usage.remaining() + ";t=" + TooMany.seconds(usage.reset()))
                .collect(Collectors.joining(", "));
    }

    private static String item(EndpointClass endpoints, Usage usage) {
        return "\"" + endpoints.code() + "-" + usage.window().name() + "\"";
    }

    private static void measure(EndpointClass endpoints, Verdict verdict) {
        Metrics.counter(
                        "rate.limit.hits",
                        "class",
                        endpoints.code(),
                        "outcome",
                        verdict.allowed() ? "allowed" : "refused")
                .increment();
        DistributionSummary.builder("rate.limit.remaining")
                .description("requests that a client had left after one of its own")
                .tag("class", endpoints.code())
                // So that there is a number under the very name: one request in twenty left fewer.
                .publishPercentiles(0.05, 0.5)
                .register(Metrics.globalRegistry)
                .record(verdict.tightest().remaining());
    }
}
