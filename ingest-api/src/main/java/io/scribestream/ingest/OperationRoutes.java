package io.scribestream.ingest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.runtime.operate.Operations;
import io.scribestream.schemas.avro.OperatorOrder;
import io.scribestream.schemas.avro.OrderType;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;

/**
 * Breakers and consumption: which flows of this process are how, and orders to every process, by way of the topic of
 * operations. An order is durable before it is answered, is carried out a moment later, and holds until the next.
 */
public final class OperationRoutes implements RouteSet {

    static final String BREAKERS = AccessRoutes.ADMIN + "breakers";
    static final String FLOWS = AccessRoutes.ADMIN + "flows";

    private static final Duration ACKNOWLEDGE = Duration.ofSeconds(10);
    private static final Set<String> NAMES = Set.of("chunker", "transcriber", "merger", "board", "notifier");
    private static final Pattern BREAKER = Pattern.compile("[A-Za-z0-9 ._@:\\[\\]-]{1,400}");

    private final Operations operations;
    private final JobSender sender;
    private final Clock clock;

    private record Flow(String name, String state, boolean paused) {}

    /** @param producer of orders; stays the caller's */
    public OperationRoutes(Operations operations, Producer<String, SpecificRecord> producer, Clock clock) {
        this.operations = operations;
        this.sender = new JobSender(producer, ACKNOWLEDGE);
        this.clock = clock;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.post(BREAKERS + "/{name}/open", ctx -> breaker(ctx, OrderType.OPEN_BREAKER));
        routes.post(BREAKERS + "/{name}/reset", ctx -> breaker(ctx, OrderType.RESET_BREAKER));
        routes.get(FLOWS, this::flows);
        routes.post(FLOWS + "/{name}/pause", ctx -> flow(ctx, OrderType.PAUSE));
        routes.post(FLOWS + "/{name}/resume", ctx -> flow(ctx, OrderType.RESUME));
    }

    private void flows(Context ctx) {
        List<Flow> here = operations.flows().stream()
                .map(flow -> new Flow(flow.name(), flow.state().name().toLowerCase(Locale.ROOT), flow.isPaused()))
                .toList();
        ctx.json(Map.of("flows", here, "paused", operations.paused()));
    }

    private void breaker(Context ctx, OrderType order) {
        String name = ctx.pathParam("name");
        if (!BREAKER.matcher(name).matches()) {
            throw new ProblemException(
                    400,
                    "no_breaker",
                    "the name of a breaker is such as 'engine', 'fetch example.org' or 'webhook CLIENT HOST'");
        }
        send(ctx, name, order);
    }

    private void flow(Context ctx, OrderType order) {
        String name = ctx.pathParam("name");
        if (!NAMES.contains(name)) {
            throw new ProblemException(
                    404,
                    "unknown_flow",
                    "there is no flow '" + name + "'; there are "
                            + String.join(", ", NAMES.stream().sorted().toList()));
        }
        send(ctx, name, order);
    }

    private void send(Context ctx, String target, OrderType order) {
        sender.send(OperatorOrder.newBuilder()
                .setTarget(target)
                .setOrder(order)
                .setAt(clock.instant())
                .setBy(AccessRoutes.caller(ctx).client())
                .build());
        ctx.status(202).json(Map.of("target", target, "order", order.name().toLowerCase(Locale.ROOT)));
    }
}
