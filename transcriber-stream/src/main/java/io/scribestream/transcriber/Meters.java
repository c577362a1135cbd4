package io.scribestream.transcriber;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** What a transcriber counts, in Micrometer's global registry. */
final class Meters {

    private static final Counter CALLS = Counter.builder("engine.calls")
            .description("Calls to the engine; more than one for a chunk that was heard again")
            .register(Metrics.globalRegistry);

    private static final Timer HEAR = Timer.builder("engine.hear")
            .description("Time that calls to the engine take")
            .register(Metrics.globalRegistry);

    private Meters() {}

    static void call() {
        CALLS.increment();
    }

    static void heard(Duration took) {
        HEAR.record(took);
    }

    /** @param outcome {@code heard}, or the code of the reason why not */
    static void chunk(String outcome) {
        Metrics.counter("engine.chunks", "outcome", outcome).increment();
    }
}
