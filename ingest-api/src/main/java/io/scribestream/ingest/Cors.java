package io.scribestream.ingest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/**
 * Lets pages of other sites ask the API from a browser, those of a list. What a browser asks beforehand is answered before
 * anybody is asked for a key, and counts as no request.
 */
public final class Cors implements RouteSet {

    private static final String ANY = "*";
    private static final String METHODS = "GET, HEAD, POST, PATCH, DELETE";
    private static final String TAKEN = "Accept, Authorization, Content-Type, Idempotency-Key, If-None-Match, If-Range,"
            + " Last-Event-ID, Prefer, Range, Tus-Resumable, Upload-Length, Upload-Metadata, Upload-Offset";
    private static final String SHOWN = "Accept-Ranges, Content-Range, ETag, Idempotent-Replayed, Location, RateLimit,"
            + " RateLimit-Policy, Retry-After, Tus-Extension, Tus-Max-Size, Tus-Resumable, Tus-Version, Upload-Expires,"
            + " Upload-Length, Upload-Offset, WWW-Authenticate";
    private static final String GOOD_FOR_SECONDS = "3600";

    private final List<String> origins;

    Cors(List<String> origins) {
        this.origins = List.copyOf(origins);
    }

    /** @throws ConfigException naming the setting that is wrong */
    public static Cors from(Env env) {
        List<String> origins = env.list(Setting.SCRIBE_CORS_ORIGINS);
        origins.forEach(Cors::require);
        return new Cors(origins);
    }

    @Override
    public void addTo(RoutesConfig routes) {
        if (!origins.isEmpty()) {
            routes.before(this::answer);
        }
    }

    private void answer(Context ctx) {
        boolean any = origins.contains(ANY);
        if (!any) {
            ctx.res().addHeader("Vary", "Origin");
        }
        String origin = ctx.header("Origin");
        if (origin == null || !(any || origins.contains(origin))) {
            return;
        }
        ctx.header("Access-Control-Allow-Origin", any ? ANY : origin);
        ctx.header("Access-Control-Expose-Headers", SHOWN);
        if (ctx.method() == HandlerType.OPTIONS && ctx.header("Access-Control-Request-Method") != null) {
            ctx.status(204)
                    .header("Access-Control-Allow-Methods", METHODS)
                    .header("Access-Control-Allow-Headers", TAKEN)
                    .header("Access-Control-Max-Age", GOOD_FOR_SECONDS)
                    .skipRemainingHandlers();
        }
    }

    private static void require(String origin) {
        if (!origin.equals(ANY) && !isOrigin(origin)) {
            throw new ConfigException(Setting.SCRIBE_CORS_ORIGINS
                    + " has to be a list of origins such as https://app.example.org, or *, was " + origin);
        }
    }

    private static boolean isOrigin(String text) {
        try {
            URI uri = new URI(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return web && uri.getHost() != null && text.equals(uri.getScheme() + "://" + uri.getRawAuthority());
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
