package io.scribestream.runtime;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

/** Makes Resilience4j's breakers: what they count, when they open and close, what they tell. */
final class Breakers {

    private Breakers() {}

    /** @param changed told every change of state, in the thread that brought it about */
    static CircuitBreakerRegistry registry(GuardConfig config, Clock clock, Consumer<BreakerChange> changed) {
        CircuitBreakerConfig settings = CircuitBreakerConfig.custom()
                .clock(clock)
                // All of the last so many calls: a success between them starts the count anew.
                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(config.failures())
                .minimumNumberOfCalls(config.failures())
                .failureRateThreshold(100)
                .waitDurationInOpenState(config.open())
                .permittedNumberOfCallsInHalfOpenState(config.trials())
                .recordException(Breakers::isDependencys)
                .ignoreException(error -> !isDependencys(error))
                .build();
        CircuitBreakerRegistry registry = CircuitBreakerRegistry.of(settings);
        registry.getEventPublisher().onEntryAdded(added -> watch(added.getAddedEntry(), config, changed));
        return registry;
    }

    static BreakerState state(CircuitBreaker.State state) {
        return switch (state) {
            case CLOSED, DISABLED, METRICS_ONLY -> BreakerState.CLOSED;
            case HALF_OPEN -> BreakerState.HALF_OPEN;
            case OPEN, FORCED_OPEN -> BreakerState.OPEN;
        };
    }

    /** Whether something we need is away. What another breaker held back is not: that one counts it. */
    static boolean isDependencys(Throwable error) {
        if (error instanceof UnavailableException unavailable) {
            return !unavailable.isHeld();
        }
        return error instanceof IOException || Fault.of(error) == Fault.DEPENDENCY;
    }

    static void forgetMeters(String name) {
        for (String meters : List.of("circuit.breaker.state", "circuit.breaker.failures")) {
            Metrics.globalRegistry.find(meters).tag("name", name).meters().forEach(Metrics.globalRegistry::remove);
        }
    }

    private static void watch(CircuitBreaker breaker, GuardConfig config, Consumer<BreakerChange> changed) {
        String name = breaker.getName();
        Gauge.builder("circuit.breaker.state", breaker, one -> state(one.getState())
                        .ordinal())
                .description("0 closed, 1 half open, 2 open")
                .tag("name", name)
                .register(Metrics.globalRegistry);
        Counter failures = Metrics.counter("circuit.breaker.failures", "name", name);
        Trials trials = new Trials(breaker, config.trials(), config.successes());
        breaker.getEventPublisher()
                .onSuccess(event -> trials.succeeded())
                .onError(event -> {
                    failures.increment();
                    trials.failed();
                })
                .onStateTransition(event -> {
                    trials.begin();
                    changed.accept(new BreakerChange(
                            name,
                            state(event.getStateTransition().getFromState()),
                            state(event.getStateTransition().getToState())));
                });
    }

    /**
     * Decides on a half open breaker. Resilience4j has one threshold for both states and decides when all trials are in;
     * here so many successes close it at once, and it opens once they cannot come any more.
     */
    private static final class Trials {

        private final CircuitBreaker breaker;
        private final int trials;
        private final int needed;
        private int successes;
        private int failures;

        Trials(CircuitBreaker breaker, int trials, int needed) {
            this.breaker = breaker;
            this.trials = trials;
            this.needed = needed;
        }

        synchronized void begin() {
            successes = 0;
            failures = 0;
        }

        synchronized void succeeded() {
            if (isOn() && ++successes == needed) {
                breaker.transitionToClosedState();
            }
        }

        synchronized void failed() {
            if (isOn() && ++failures > trials - needed) {
                breaker.transitionToOpenState();
            }
        }

        private boolean isOn() {
            return breaker.getState() == CircuitBreaker.State.HALF_OPEN;
        }
    }
}
