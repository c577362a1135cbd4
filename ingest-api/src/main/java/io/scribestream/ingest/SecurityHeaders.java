package io.scribestream.ingest;

import io.javalin.config.RoutesConfig;
import java.util.Map;

/**
 * What every answer tells a browser: to guess no type, to keep nothing of what may be somebody's words, to run nothing and
 * to show it in no other page. A route with reasons of its own sets its own header after this.
 */
public final class SecurityHeaders implements RouteSet {

    private static final Map<String, String> HEADERS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "Cache-Control", "no-store",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Referrer-Policy", "no-referrer");

    @Override
    public void addTo(RoutesConfig routes) {
        routes.before(ctx -> HEADERS.forEach(ctx::header));
    }
}
