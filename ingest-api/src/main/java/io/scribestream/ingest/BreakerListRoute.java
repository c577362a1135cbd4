package io.scribestream.ingest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.scribestream.runtime.operate.BreakerBoard;
import io.scribestream.runtime.operate.Operations;
import io.scribestream.schemas.avro.BreakerReport;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The breakers of all processes: this one's as they are, the others' as they said last. */
public final class BreakerListRoute implements RouteSet {

    private final String process;
    private final Operations operations;
    private final BreakerBoard board;
    private final InstantSource clock;

    private record Told(String process, String at, boolean stale) {}

    private record Breaker(String process, String name, String state, boolean forced, int failures, boolean stale) {}

    /** @param process what this one is called among all of them */
    public BreakerListRoute(String process, Operations operations, BreakerBoard board, InstantSource clock) {
        this.process = process;
        this.operations = operations;
        this.board = board;
        this.clock = clock;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(OperationRoutes.BREAKERS, this::list);
    }

    private void list(Context ctx) {
        List<Told> processes =
                new ArrayList<>(List.of(new Told(process, clock.instant().toString(), false)));
        List<Breaker> breakers = new ArrayList<>();
        operations
                .breakers()
                .forEach(each -> breakers.add(
                        new Breaker(process, each.name(), each.state().code(), each.forced(), each.failures(), false)));
        for (BreakerReport report : board.reports()) {
            if (!report.getProcess().equals(process)) {
                boolean stale = board.isStale(report);
                processes.add(new Told(report.getProcess(), report.getAt().toString(), stale));
                report.getBreakers()
                        .forEach(each -> breakers.add(new Breaker(
                                report.getProcess(),
                                each.getName(),
                                each.getState().name().toLowerCase(Locale.ROOT),
                                each.getForced(),
                                each.getFailures(),
                                stale)));
            }
        }
        ctx.json(Map.of("processes", processes, "breakers", breakers, "forced_open", operations.forcedOpen()));
    }
}
