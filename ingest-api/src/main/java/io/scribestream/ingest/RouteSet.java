package io.scribestream.ingest;

import io.javalin.config.RequestLoggerConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.router.Endpoint;
import org.jspecify.annotations.Nullable;

/** Routes, and what happens before and after those of others: one concern of the API. */
@FunctionalInterface
public interface RouteSet {

    void addTo(RoutesConfig routes);

    /** Asks to be told of every request once its answer is sent; there is room for one that is. */
    default void logTo(RequestLoggerConfig requests) {}

    /** A route that HEAD asks too: Javalin would answer that by itself, with 200 whatever is there. */
    static void read(RoutesConfig routes, String path, Handler handler) {
        routes.get(path, handler);
        routes.head(path, handler);
    }

    /**
     * The route that answers a request, as it was added: not the path, which a client can write in several ways. Javalin
     * answers HEAD by itself where GET is known, with nothing in it, and there the path is all there is.
     */
    static String route(Context ctx) {
        @Nullable Endpoint matched = ctx.endpoints().matchedHttpEndpoint();
        return matched == null ? ctx.path() : matched.path;
    }
}
