package io.scribestream.ingest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Metrics;
import io.scribestream.ingest.limits.EndpointClass;
import io.scribestream.ingest.limits.LimitConfig;
import io.scribestream.ingest.limits.RateLimiter;
import io.scribestream.ingest.limits.Usage;
import io.scribestream.ingest.limits.Verdict;
import io.scribestream.ingest.limits.Window;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Counts every request of a client, refuses those that are too many, and says at {@code /api/v1/limits} how many are left.
 * Every answer to a request that is counted carries {@code RateLimit} and {@code RateLimit-Policy}, as
 * draft-ietf-httpapi-ratelimit-headers says.
 *
 * <p>Metrics: {@code rate.limit.hits} (tagged with class and outcome) and {@code rate.limit.remaining}, what a client had
 * left after a request in the window that has least. None by client: there may be any number of them.
 */
public final class LimitRoutes implements RouteSet {

    static final String LIMITS = "/api/v1/limits";

    private final RateLimiter limiter;
    private final LimitConfig config;
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

    /** As the body of a refusal. */
    private record TooMany(
            String title,
            int status,
            String code,
            String detail,
            int limit,
            int remaining,
            @JsonProperty("reset_at") String resetAt,
            @JsonProperty("retry_after") long retryAfter) {}

    private record Left(
            String window,
            @JsonProperty("seconds") long seconds,
            int limit,
            int used,
            int remaining,
            @JsonProperty("reset_at") String resetAt) {}

    private record ClassLimits(@JsonProperty("class") String endpoints, List<Left> windows) {}

    private record Limits(String client, boolean limited, List<ClassLimits> limits) {}

    /** @param limiter stays the caller's */
    public LimitRoutes(RateLimiter limiter, LimitConfig config, Clients clients, Clock clock) {
        this.limiter = limiter;
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
        Verdict verdict = limiter.take(clients.of(ctx), endpoints, windows(ctx, endpoints));
        measure(endpoints, verdict);
        ctx.header("RateLimit-Policy", policy(endpoints, verdict));
        ctx.header("RateLimit", state(endpoints, verdict));
        if (!verdict.allowed()) {
            refuse(ctx, endpoints, verdict);
        }
    }

    private void refuse(Context ctx, EndpointClass endpoints, Verdict verdict) {
        Usage tightest = verdict.tightest();
        long retryAfter = seconds(verdict.retryAfter());
        String detail = "at most " + tightest.window().limit() + " requests of the class " + endpoints.code()
                + " in one " + tightest.window().name() + "; there is room again in " + retryAfter + " s";
        ctx.header("Retry-After", Long.toString(retryAfter));
        TooMany tooMany = new TooMany(
                "Too many requests",
                429,
                "rate_limited",
                detail,
                tightest.window().limit(),
                0,
                resetAt(tightest),
                retryAfter);
        Problems.answer(ctx, Problem.of(429, tooMany.code(), detail), tooMany);
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
        ctx.json(new Limits(clients.of(ctx), config.on(), all));
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
        return Instant.ofEpochSecond(clock.instant().plus(reset).plusMillis(999).getEpochSecond())
                .toString();
    }

    private static String policy(EndpointClass endpoints, Verdict verdict) {
        return verdict.usages().stream()
                .map(usage -> item(endpoints, usage) + ";q=" + usage.window().limit() + ";w="
                        + seconds(usage.window().length()))
                .collect(Collectors.joining(", "));
    }

    private static String state(EndpointClass endpoints, Verdict verdict) {
        return verdict.usages().stream()
                .map(usage -> item(endpoints, usage) + ";r=" + usage.remaining() + ";t=" + seconds(usage.reset()))
                .collect(Collectors.joining(", "));
    }

    private static String item(EndpointClass endpoints, Usage usage) {
        return "\"" + endpoints.code() + "-" + usage.window().name() + "\"";
    }

    /** Rounded up: who waits so long has waited long enough. */
    private static long seconds(Duration time) {
        return Math.max(1, time.plusNanos(999_999_999).toSeconds());
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
