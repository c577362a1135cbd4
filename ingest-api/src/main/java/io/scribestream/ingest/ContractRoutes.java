package io.scribestream.ingest;

import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Gives the contract of this API, to programs and to people. */
final class ContractRoutes implements RouteSet {

    private static final String PAGES_OWN = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

    private final String contract = read();
    private final String page = DocsPage.of(contract);

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/openapi.yaml", ctx -> ctx.contentType("application/yaml").result(contract));
        routes.get(
                "/docs", ctx -> ctx.header("Content-Security-Policy", PAGES_OWN).html(page));
    }

    static String read() {
        try (InputStream in = ContractRoutes.class.getResourceAsStream("/openapi.yaml")) {
            if (in == null) {
                throw new IllegalStateException("openapi.yaml is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
