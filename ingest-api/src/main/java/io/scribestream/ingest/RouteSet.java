package io.scribestream.ingest;

import io.javalin.config.RoutesConfig;

/** Routes, and what happens before and after those of others: one concern of the API. */
@FunctionalInterface
public interface RouteSet {

    void addTo(RoutesConfig routes);
}
