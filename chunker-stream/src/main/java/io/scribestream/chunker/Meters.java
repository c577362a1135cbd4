package io.scribestream.chunker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;

/** What a chunker counts, in Micrometer's global registry. */
final class Meters {

    private static final Counter SAVES = Counter.builder("checkpoint.saves")
            .description("Cursors of open jobs written, each in the transaction that it counts")
            .register(Metrics.globalRegistry);

    private static final Counter RECOVERIES = Counter.builder("checkpoint.recoveries")
            .description("Jobs that went on from their cursor after a restart or a move")
            .register(Metrics.globalRegistry);

    private static final String IN_FLIGHT = "chunks.in.flight";

    private Meters() {}

    /** Shows how many chunks were sent and are not heard yet, until {@link #forget}; of one room of a process. */
    static void show(Unheard unheard) {
        forget();
        Gauge.builder(IN_FLIGHT, unheard, Unheard::total)
                .description("Chunks of all jobs that this process sent and that are not heard yet")
                .register(Metrics.globalRegistry);
    }

    static void forget() {
        Metrics.globalRegistry.find(IN_FLIGHT).meters().forEach(Metrics.globalRegistry::remove);
    }

    static void saved() {
        SAVES.increment();
    }

    static void recovered() {
        RECOVERIES.increment();
    }
}
