package io.scribestream.runtime.operate;

import io.scribestream.runtime.BreakerSet;
import io.scribestream.runtime.FlowRunner;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.OperatorOrder;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries the orders out on the flows and breakers of this process, and knows which are in force. Thread-safe. */
public final class Operations {

    private static final Logger LOG = LoggerFactory.getLogger(Operations.class);

    private final List<FlowRunner> flows;
    private final List<BreakerSet> breakers;
    private final Set<String> paused = new TreeSet<>();
    private final Set<String> forcedOpen = new TreeSet<>();

    /** All stay the caller's. */
    public Operations(List<FlowRunner> flows, List<? extends BreakerSet> breakers) {
        this.flows = List.copyOf(flows);
        this.breakers = List.copyOf(breakers);
    }

    /** Under which key an order stands: the newest about the same thing is all that counts. */
    public static String key(OperatorOrder order) {
        return switch (order.getOrder()) {
            case PAUSE, RESUME -> "flow/" + order.getTarget();
            case OPEN_BREAKER, RESET_BREAKER -> "breaker/" + order.getTarget();
            case UNKNOWN -> throw new IllegalArgumentException("an order to do nothing that is known");
        };
    }

    synchronized void take(OperatorOrder order) {
        String target = order.getTarget();
        switch (order.getOrder()) {
            case PAUSE -> {
                paused.add(target);
                flowsNamed(target).forEach(FlowRunner::pause);
            }
            case RESUME -> {
                paused.remove(target);
                flowsNamed(target).forEach(FlowRunner::resume);
            }
            case OPEN_BREAKER -> {
                forcedOpen.add(target);
                breakers.forEach(each -> each.forceOpen(target));
            }
            case RESET_BREAKER -> {
                forcedOpen.remove(target);
                breakers.forEach(each -> each.reset(target, order.getAt()));
            }
            case UNKNOWN -> {
                LOG.atWarn()
                        .addKeyValue("topic", Topics.OPERATIONS.name())
                        .log("an order that this version does not know");
                return;
            }
        }
        LOG.atInfo()
                .addKeyValue("order", order.getOrder())
                .addKeyValue("target", target)
                .addKeyValue("by", order.getBy())
                .log("order of an operator taken");
    }

    /** Flows that are to read no further, in any process. */
    public synchronized List<String> paused() {
        return List.copyOf(paused);
    }

    /** Breakers that are to let nobody through, in any process. */
    public synchronized List<String> forcedOpen() {
        return List.copyOf(forcedOpen);
    }

    /** The flows of this process. */
    public List<FlowRunner> flows() {
        return flows;
    }

    /** The breakers of this process. */
    public List<BreakerSet.Standing> breakers() {
        return breakers.stream().flatMap(each -> each.standings().stream()).toList();
    }

    private List<FlowRunner> flowsNamed(String name) {
        return flows.stream().filter(flow -> flow.name().equals(name)).toList();
    }
}
