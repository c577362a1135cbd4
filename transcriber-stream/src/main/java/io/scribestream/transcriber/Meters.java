package io.scribestream.transcriber;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
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

    private static final Counter SPEECH = Counter.builder("engine.audio")
            .description(
                    "Seconds of speech that the engine was called for; its rate is the speed of all lanes together")
            .baseUnit("seconds")
            .register(Metrics.globalRegistry);

    private static final DistributionSummary FACTOR = DistributionSummary.builder("real.time.factor")
            .description("Time that a call to the engine took, in lengths of its speech: below 1 is faster than speech")
            .publishPercentiles(0.5, 0.95)
            .register(Metrics.globalRegistry);

    private Meters() {}

    static void call() {
        CALLS.increment();
    }

    /** @param seconds of speech */
    static void heard(double seconds, Duration took) {
        HEAR.record(took);
        SPEECH.increment(seconds);
        if (seconds > 0) {
            FACTOR.record(took.toNanos() / 1e9 / seconds);
        }
    }

    /** @param outcome {@code heard}, or the code of the reason why not */
    static void chunk(String outcome) {
        Metrics.counter("engine.chunks", "outcome", outcome).increment();
    }
}
