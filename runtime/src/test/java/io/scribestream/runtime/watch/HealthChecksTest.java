package io.scribestream.runtime.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.runtime.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HealthChecksTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private interface Look {
        Health look() throws Exception;
    }

    @Test
    void asksAllAtOnceAndSaysTheWorst() {
        CyclicBarrier together = new CyclicBarrier(2);
        try (HealthChecks checks = checks(
                LONG,
                check("a", () -> {
                    together.await(LONG.toSeconds(), TimeUnit.SECONDS);
                    return Health.ready("fine");
                }),
                check("b", () -> {
                    together.await(LONG.toSeconds(), TimeUnit.SECONDS);
                    return Health.degraded("so so");
                }))) {

            HealthReport report = checks.ask("scribestream-test", "1");

            assertThat(report.status()).isEqualTo("degraded");
            assertThat(report.httpStatus()).isEqualTo(200);
            assertThat(report.timestamp()).isEqualTo("2026-01-01T00:00:00Z");
            assertThat(report.checks()).containsOnlyKeys("a", "b");
            assertThat(report.checks().get("b").healthy()).isTrue();
            assertThat(report.checks().get("b").details()).isEqualTo("so so");
        }
    }

    @Test
    void takesWhatThrowsForUnhealthyAndSaysWhy() {
        try (HealthChecks checks = checks(LONG, check("broken", () -> {
            throw new IllegalStateException("the plug is out");
        }))) {

            HealthReport report = checks.ask("scribestream-test", "1");

            assertThat(report.status()).isEqualTo("unhealthy");
            assertThat(report.httpStatus()).isEqualTo(503);
            assertThat(report.checks().get("broken").healthy()).isFalse();
            assertThat(report.checks().get("broken").details()).isEqualTo("the plug is out");
        }
    }

    @Test
    void waitsForNoneLongerThanTheCapAndAsksItNoSecondTimeMeanwhile() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        AtomicInteger looks = new AtomicInteger();
        try (HealthChecks checks = checks(
                Duration.ofMillis(50),
                check("hangs", () -> {
                    looks.incrementAndGet();
                    hanging.await();
                    return Health.ready("back");
                }),
                check("quick", () -> Health.ready("here")))) {

            HealthReport first = checks.ask("scribestream-test", "1");
            HealthReport second = checks.ask("scribestream-test", "1");

            assertThat(first.status()).isEqualTo("unhealthy");
            assertThat(first.checks().get("hangs").details()).isEqualTo("no answer within 50 ms");
            assertThat(first.checks().get("hangs").latencyMillis()).isGreaterThanOrEqualTo(50);
            assertThat(second.checks().get("hangs").healthy()).isFalse();
            assertThat(second.checks().get("quick").healthy()).isTrue();
            assertThat(looks).hasValue(1);
            hanging.countDown();
        }
    }

    private static HealthChecks checks(Duration cap, HealthCheck... checks) {
        return new HealthChecks(Arrays.asList(checks), cap, () -> NOW);
    }

    private static HealthCheck check(String name, Look look) {
        return new HealthCheck() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Health look() throws Exception {
                return look.look();
            }
        };
    }
}
