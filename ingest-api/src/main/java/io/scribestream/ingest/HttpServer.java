package io.scribestream.ingest;

import io.javalin.config.JettyConfig;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Jetty, which waits for nobody for ever and takes no head larger than 8 KB. */
final class HttpServer {

    private static final int HEAD_BYTES = 8 * 1024;

    static void set(JettyConfig jetty, ApiConfig config, HttpLimits limits) {
        jetty.addConnector((server, http) -> connector(server, http, config, limits));
        jetty.modifyServer(server -> server.setErrorHandler(new HeadErrors()));
        jetty.modifyServletContextHandler(handler -> {
            FilterHolder filter = new FilterHolder(new PacedBodies(limits));
            filter.setAsyncSupported(true);
            handler.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
        });
    }

    private static ServerConnector connector(
            Server server, HttpConfiguration http, ApiConfig config, HttpLimits limits) {
        http.setRequestHeaderSize(HEAD_BYTES);
        // Jetty would remember the headers of each connection in a table of 100 KB: a thousand idle clients would fill
        // the heap.
        http.setHeaderCacheSize(0);
        http.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(config.host());
        connector.setPort(config.port());
        connector.setIdleTimeout(limits.silence().toMillis());
        connector.addBean(new SlowHeads(connector.getScheduler(), limits.silence()));
        connector.addBean(new NetworkConnectionLimit(limits.connections(), connector));
        return connector;
    }

    private HttpServer() {}
}
