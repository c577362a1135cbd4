package io.scribestream.runtime.watch;

import io.scribestream.runtime.Component;
import io.scribestream.runtime.FlowRunner;
import io.scribestream.runtime.Health;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.Wire;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a process is and what it counts, for whoever asks. Thread-safe. */
public final class Watch implements AutoCloseable {

    private final String service;
    private final String version;
    private final List<Component> parts;
    private final HealthChecks checks;
    private final FlowMeters flowMeters;
    private final Scrape scrape = new Scrape();

    /** Whether a process can do its work at this moment, by its parts. */
    public record Ready(String status, Map<String, Part> checks) {

        public record Part(boolean healthy, String details) {}

        static Ready of(Map<String, Part> parts) {
            boolean ready = parts.values().stream().allMatch(Part::healthy);
            return new Ready(ready ? "ready" : "not ready", parts);
        }

        public int httpStatus() {
            return status.equals("ready") ? 200 : 503;
        }
    }

    /**
     * @param service what the process calls itself, as {@code scribestream-chunker}
     * @param flows that run in it
     * @param others further parts of it; all stay the caller's
     * @param folders that it writes to
     */
    public Watch(
            String service,
            String version,
            RuntimeConfig config,
            Wire wire,
            List<FlowRunner> flows,
            List<? extends Component> others,
            List<Path> folders) {
        this.service = service;
        this.version = version;
        this.parts = new ArrayList<>(flows);
        parts.addAll(others);
        List<HealthCheck> all = new ArrayList<>(
                List.of(new BrokerCheck(config), new RegistryCheck(wire.registry()), new DiskCheck(folders)));
        flows.forEach(flow -> all.add(new PartCheck("stream-" + flow.name(), flow)));
        others.forEach(part -> all.add(new PartCheck(part.name(), part)));
        this.checks = new HealthChecks(all);
        this.flowMeters = new FlowMeters(flows);
    }

    /** All that it needs, looked at now; takes as long as the slowest of them, and two seconds at most. */
    public HealthReport health() {
        return checks.ask(service, version);
    }

    /** Whether its parts do their work; looks no further than this process. */
    public Ready ready() {
        Map<String, Ready.Part> found = new LinkedHashMap<>();
        for (Component part : parts) {
            Health health = part.check();
            found.put(part.name(), new Ready.Part(health.isReady(), health.detail()));
        }
        return Ready.of(found);
    }

    /** In Prometheus' text format. */
    public String metrics() {
        flowMeters.refresh();
        return scrape.text();
    }

    @Override
    public void close() {
        checks.close();
        scrape.close();
    }
}
