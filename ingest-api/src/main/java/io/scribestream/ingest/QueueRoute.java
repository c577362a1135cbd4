package io.scribestream.ingest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;

/** The queue as an operator sees it: how many jobs without an outcome each client has, and how far they are. */
public final class QueueRoute implements RouteSet {

    static final String QUEUE = AccessRoutes.ADMIN + "queue";

    private final OpenJobs open;

    private record Waiting(String client, int jobs, Map<String, Integer> stages) {}

    /** @param open the jobs that this instance's board counts */
    public QueueRoute(OpenJobs open) {
        this.open = open;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(QUEUE, this::queue);
    }

    private void queue(Context ctx) {
        List<Waiting> clients = open.byClient().entrySet().stream()
                .map(client -> new Waiting(client.getKey(), sum(client.getValue()), client.getValue()))
                .toList();
        ctx.json(Map.of("jobs", clients.stream().mapToInt(Waiting::jobs).sum(), "clients", clients));
    }

    private static int sum(Map<String, Integer> stages) {
        return stages.values().stream().mapToInt(Integer::intValue).sum();
    }
}
