package io.scribestream.standalone;

import io.scribestream.runtime.Env;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.FlowRunner;
import io.scribestream.runtime.Lack;
import io.scribestream.schemas.registry.RegistryServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The single JVM as others reach it: its broker, its schema registry over REST, and the HTTP API, each on a port. */
public final class LocalServer implements AutoCloseable {

    private static final Duration START_PATIENCE = Duration.ofSeconds(120);

    /** On loopback; 0 is any free one. The API's own port is a setting. */
    public record Ports(int kafka, int registry) {}

    private final Parts parts;
    private final SingleJvm jvm;
    private final RegistryServer registry;
    private final ApiProcess api;

    private LocalServer(Parts parts, SingleJvm jvm, RegistryServer registry, ApiProcess api) {
        this.parts = parts;
        this.jvm = jvm;
        this.registry = registry;
        this.api = api;
    }

    /**
     * Starts all of it, and returns when it serves.
     *
     * @param directory for the broker's log and the state stores
     * @throws EnvironmentException if a port is taken or the machine lacks something; nothing runs then
     */
    public static LocalServer start(Env env, Path directory, Ports ports) throws InterruptedException {
        Parts parts = new Parts();
        try {
            SingleJvm jvm = parts.add(SingleJvm.start(env, directory, ports.kafka(), job -> true, new StartUp()));
            RegistryServer registry = parts.add(registry(jvm, ports.registry()));
            ApiProcess api = parts.add(
                    ApiProcess.start(jvm.env(), jvm.wire(), ApiProcess.Inside.serve(jvm.runners(), jvm.breakers())));
            jvm.awaitRunning(START_PATIENCE);
            api.board().awaitRunning(START_PATIENCE);
            return new LocalServer(parts, jvm, registry, api);
        } catch (RuntimeException | InterruptedException e) {
            parts.close();
            throw e;
        }
    }

    public int apiPort() {
        return api.port();
    }

    public String bootstrapServers() {
        return jvm.bootstrapServers();
    }

    public URI registryUrl() {
        return registry.url();
    }

    /** Every flow that runs in here. */
    public List<FlowRunner> runners() {
        List<FlowRunner> all = new ArrayList<>(jvm.runners());
        all.add(api.board());
        return all;
    }

    /** @throws EnvironmentException if a part has stopped and will not come back */
    public void requireHealthy() {
        SingleJvm.requireHealthy(runners());
    }

    /** Ends what is being heard right now; it is heard again after the next start. */
    public void stopHearing() {
        jvm.stopHearing();
    }

    @Override
    public void close() {
        parts.close();
    }

    private static RegistryServer registry(SingleJvm jvm, int port) {
        try {
            return RegistryServer.onLoopback(jvm.registry(), port);
        } catch (IOException e) {
            throw new EnvironmentException(
                    Lack.PORT_TAKEN,
                    "port " + port + " is taken, so the schema registry cannot listen there; choose another with"
                            + " --registry-port",
                    e);
        }
    }
}
