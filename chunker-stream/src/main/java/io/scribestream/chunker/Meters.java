package io.scribestream.chunker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;

/** What a chunker counts, in Micrometer's global registry. */
final class Meters {

    private static final Counter SAVES = Counter.builder("checkpoint.saves")
            .description("Cursors of open jobs written, each in the transaction that it counts")
            .register(Metrics.globalRegistry);

    private static final Counter RECOVERIES = Counter.builder("checkpoint.recoveries")
            .description("Jobs that went on from their cursor after a restart or a move")
            .register(Metrics.globalRegistry);

    private Meters() {}

    static void saved() {
        SAVES.increment();
    }

    static void recovered() {
        RECOVERIES.increment();
    }
}
