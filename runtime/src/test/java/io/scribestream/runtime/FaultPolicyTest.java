package io.scribestream.runtime;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.streams.errors.StreamsException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

final class FaultPolicyTest {

    private final AtomicInteger replaced = new AtomicInteger();
    private final FaultPolicy policy = new FaultPolicy("a-flow", Clock.systemUTC(), replaced::incrementAndGet);

    @Test
    void replacesAThreadWhenADependencyWasAway() {
        assertThat(policy.handle(new StreamsException(new UnavailableException("no engine"))))
                .isEqualTo(REPLACE_THREAD);

        assertThat(replaced).hasValue(1);
        assertThat(policy.failure()).isEmpty();
    }

    @Test
    void neverGivesUpWhatABreakerHoldsBack() {
        FaultPolicy patient = new FaultPolicy("a-flow", Clock.systemUTC(), Duration.ZERO, replaced::incrementAndGet);

        for (int i = 0; i < 100; i++) {
            assertThat(patient.handle(new StreamsException(UnavailableException.held("the breaker is open"))))
                    .isEqualTo(REPLACE_THREAD);
        }

        assertThat(replaced).hasValue(100);
        assertThat(patient.failure()).isEmpty();
    }

    @Test
    void takesItsPlaceBackUntilItIsPlainThatAnotherHasItsName() {
        StreamsException fenced = new StreamsException(new FencedInstanceIdException("another has registered"));

        for (int i = 0; i < 4; i++) {
            assertThat(policy.handle(fenced)).isEqualTo(REPLACE_THREAD);
        }
        assertThat(replaced).hasValue(4);
        assertThat(policy.failure()).isEmpty();

        assertThat(policy.handle(fenced)).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(policy.failure())
                .get()
                .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
                .hasMessageContainingAll("another a-flow", "SCRIBE_INSTANCE_ID");
    }

    @Test
    void stopsAtOurOwnMistakeAndKeepsTheFirstReason() {
        IllegalStateException first = new IllegalStateException("first");

        assertThat(policy.handle(first)).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(policy.handle(new IllegalStateException("second"))).isEqualTo(SHUTDOWN_CLIENT);

        assertThat(policy.failure()).containsSame(first);
    }

    @Test
    void replacesNothingWhenTheProcessEnds() {
        policy.close();

        assertThat(policy.handle(new UnavailableException("no engine"))).isEqualTo(SHUTDOWN_CLIENT);

        assertThat(replaced).hasValue(0);
        assertThat(policy.failure()).isEmpty();
    }
}
