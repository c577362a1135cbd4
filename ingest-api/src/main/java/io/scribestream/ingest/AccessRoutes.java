package io.scribestream.ingest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.ingest.access.AccessConfig;
import io.scribestream.ingest.access.Caller;
import io.scribestream.ingest.access.Credentials;
import io.scribestream.ingest.limits.EndpointClass;
import io.scribestream.ingest.limits.Window;
import io.scribestream.ingest.watch.WatchRoutes;
import io.scribestream.schemas.avro.KeyScope;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks whoever sends a request for a key, {@code Authorization: Bearer scribe_...}, and whether it may do that. A route is
 * closed unless it is one of the few that are open; so is one that somebody adds and forgets about this. Keys come in that
 * header alone: addresses end up in logs.
 */
public final class AccessRoutes implements RouteSet, LimitRoutes.Clients {

    static final String ADMIN = "/api/v1/admin/";

    private static final String CALLER = "scribe.caller";
    private static final String STILL_GOOD = "scribe.still-good";
    private static final String SCHEME = "Bearer ";

    /** What a load balancer asks, and how to find out about the rest. */
    private static final Set<String> OPEN = Set.of("/health/live", "/health/ready", "/openapi.yaml", "/docs");

    /** How the program is, in numbers and places: nothing for every client. */
    private static final Set<String> OPERATORS = Set.of(WatchRoutes.HEALTH, WatchRoutes.METRICS);

    private static final Set<String> READING = Set.of("GET", "HEAD");

    private final AccessConfig config;
    private final List<Credentials> credentials;

    /** @param credentials asked in this order */
    public AccessRoutes(AccessConfig config, List<Credentials> credentials) {
        this.config = config;
        this.credentials = List.copyOf(credentials);
    }

    /** Who sent the request; everybody where nobody is asked. */
    static Caller caller(Context ctx) {
        @Nullable Caller known = ctx.attribute(CALLER);
        return known == null ? Caller.EVERYBODY : known;
    }

    /** Whether what the request was let in with is still good; to be asked while its answer is under way. Never waits. */
    static BooleanSupplier stillGood(Context ctx) {
        @Nullable BooleanSupplier asked = ctx.attribute(STILL_GOOD);
        return asked == null ? () -> true : asked;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.beforeMatched(config.on() ? this::requireKey : AccessRoutes::requireLoopbackForAdmin);
    }

    @Override
    public String of(Context ctx) {
        return caller(ctx).client();
    }

    @Override
    public List<Window> windows(Context ctx, EndpointClass endpoints, List<Window> usual) {
        Map<String, Integer> own = caller(ctx).limits();
        return usual.stream()
                .map(window ->
                        window.withLimit(own.getOrDefault(endpoints.code() + "-" + window.name(), window.limit())))
                .toList();
    }

    private void requireKey(Context ctx) {
        String route = RouteSet.route(ctx);
        if (OPEN.contains(route) || PageRoutes.isPage(route)) {
            ctx.attribute(CALLER, Caller.NOBODY);
            return;
        }
        Caller caller = caller(ctx, presented(ctx));
        KeyScope needed = needed(ctx.method().name(), route);
        if (!caller.may(needed)) {
            throw new ProblemException(
                    403,
                    "missing_scope",
                    "this key may not do that: it lacks the scope "
                            + needed.name().toLowerCase(Locale.ROOT));
        }
        ctx.attribute(CALLER, caller);
    }

    private Caller caller(Context ctx, String presented) {
        for (Credentials known : credentials) {
            Optional<Caller> caller = known.caller(presented);
            if (caller.isPresent()) {
                ctx.attribute(STILL_GOOD, (BooleanSupplier) () -> known.isStillGood(presented));
                return caller.get();
            }
        }
        throw unknown(ctx);
    }

    private static void requireLoopbackForAdmin(Context ctx) {
        if (RouteSet.route(ctx).startsWith(ADMIN)) {
            Loopback.require(ctx);
        }
    }

    private static KeyScope needed(String method, String route) {
        if (route.startsWith(ADMIN) || OPERATORS.contains(route)) {
            return KeyScope.ADMIN;
        }
        // Whoever may send a file has to learn how much of it arrived.
        boolean sending = route.startsWith(TusRoutes.UPLOADS);
        return READING.contains(method) && !sending ? KeyScope.READ : KeyScope.TRANSCRIBE;
    }

    private static String presented(Context ctx) {
        @Nullable String header = ctx.header("Authorization");
        boolean bearer = header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        return header != null && bearer ? header.substring(SCHEME.length()).strip() : "";
    }

    /** The same for a key that never was, that is wrong in one letter, and that was revoked. */
    static ProblemException unknown(Context ctx) {
        ctx.header("WWW-Authenticate", "Bearer realm=\"scribestream\"");
        return new ProblemException(
                401, "no_valid_key", "this needs a key that is good: send it as 'Authorization: Bearer scribe_...'");
    }
}
