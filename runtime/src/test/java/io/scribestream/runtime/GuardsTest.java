package io.scribestream.runtime;

import static io.scribestream.runtime.BreakerState.CLOSED;
import static io.scribestream.runtime.BreakerState.HALF_OPEN;
import static io.scribestream.runtime.BreakerState.OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.scribestream.schemas.Reason;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class GuardsTest {

    private static final UnavailableException AWAY = new UnavailableException("away");

    private final GuardConfig config =
            GuardConfig.from(Env.of(Map.of("SCRIBE_BREAKER_OPEN", "60s", "SCRIBE_RETRY_LONGEST", "10s")));
    private final SteppingClock clock = new SteppingClock();
    private final List<Duration> slept = new ArrayList<>();
    private final Guards guards = new Guards(config, clock, slept::add);
    private final String name = "test " + UUID.randomUUID();

    @Test
    void opensAfterFiveFailuresInARowAndLetsNobodyThroughUntilItsTimeIsUp() {
        fail(5);

        assertThat(guards.state(name)).isEqualTo(OPEN);
        UnavailableException refused = catchThrowableOfType(UnavailableException.class, this::succeed);
        assertThat(refused.isHeld()).isTrue();
        assertThat(refused).hasMessageContaining(name);

        clock.step(Duration.ofSeconds(61));
        succeed();
        assertThat(guards.state(name)).isEqualTo(HALF_OPEN);
    }

    @Property(tries = 200)
    void opensForNothingButFiveFailuresInARow(@ForAll @Size(max = 40) List<Boolean> outcomes) {
        Guards fresh = new Guards(config, clock, slept::add);
        int inARow = 0;
        for (boolean success : outcomes) {
            if (success) {
                fresh.call("any", () -> "");
            } else {
                assertThatThrownBy(() -> fresh.call("any", () -> failing())).isSameAs(AWAY);
            }
            inARow = success ? 0 : inARow + 1;
            assertThat(fresh.state("any")).isEqualTo(inARow == 5 ? OPEN : CLOSED);
            if (inARow == 5) {
                return;
            }
        }
    }

    @Test
    void closesAfterTwoSuccessesAmongThreeTrials() {
        fail(5);
        clock.step(Duration.ofSeconds(61));

        succeed();
        fail(1);
        assertThat(guards.state(name)).isEqualTo(HALF_OPEN);
        succeed();

        assertThat(guards.state(name)).isEqualTo(CLOSED);
        fail(4);
        assertThat(guards.state(name)).as("counts from the beginning").isEqualTo(CLOSED);
    }

    @Test
    void opensAgainOnceTwoSuccessesCannotComeAnyMore() {
        fail(5);
        clock.step(Duration.ofSeconds(61));

        fail(1);
        succeed();
        fail(1);

        assertThat(guards.state(name)).isEqualTo(OPEN);
    }

    @Test
    void letsNoMoreThroughThanTheTrials() {
        fail(5);
        clock.step(Duration.ofSeconds(61));
        assertThatThrownBy(() -> guards.call(
                        name,
                        () -> guards.call(
                                name, () -> guards.call(name, () -> guards.call(name, () -> "the fourth at once")))))
                .isInstanceOfSatisfying(
                        UnavailableException.class, e -> assertThat(e.isHeld()).isTrue());
    }

    @Test
    void countsNeitherTheInputsFaultNorOursAndGivesThePermissionBack() {
        fail(5);
        clock.step(Duration.ofSeconds(61));
        RejectedException rejected = new RejectedException(Reason.TOO_LONG, "too long");
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> guards.call(name, () -> {
                        throw rejected;
                    }))
                    .isSameAs(rejected);
            assertThatThrownBy(() -> guards.call(name, () -> {
                        throw new IllegalStateException("a bug");
                    }))
                    .isInstanceOf(IllegalStateException.class);
        }
        succeed();
        succeed();

        assertThat(guards.state(name)).isEqualTo(CLOSED);
    }

    @Test
    void passesOnWhatWasThrownAsItWas() {
        assertThatThrownBy(() -> guards.retrying(name, GuardsTest::missing)).isInstanceOf(FileNotFoundException.class);
    }

    @Test
    void triesAgainAfterLongerAndLongerWaits() {
        Guards lenient = new Guards(
                GuardConfig.from(Env.of(Map.of("SCRIBE_BREAKER_FAILURES", "100", "SCRIBE_RETRY_LONGEST", "10s"))),
                clock,
                slept::add);
        List<Duration> waits = new ArrayList<>();

        assertThatThrownBy(() -> lenient.retrying(name, () -> {
                    waits.add(total());
                    throw AWAY;
                }))
                .isSameAs(AWAY);

        assertThat(waits).hasSize(6);
        long[] expected = {1, 2, 4, 8, 10};
        for (int i = 0; i < expected.length; i++) {
            assertThat(waits.get(i + 1).minus(waits.get(i)))
                    .isBetween(
                            Duration.ofMillis(expected[i] * 740),
                            Duration.ofMillis(Math.min(expected[i] * 1260, 10_000)));
        }
    }

    @Test
    void givesTheResultOfALaterAttempt() {
        int[] calls = {0};

        assertThat(guards.retrying(name, () -> {
                    if (++calls[0] < 3) {
                        throw AWAY;
                    }
                    return "back";
                }))
                .isEqualTo("back");
        assertThat(calls[0]).isEqualTo(3);
    }

    @Test
    void triesNoMoreOnceTheBreakerIsOpen() {
        fail(3);
        int[] calls = {0};

        assertThatThrownBy(() -> guards.retrying(name, () -> {
                    calls[0]++;
                    throw AWAY;
                }))
                .isSameAs(AWAY);

        assertThat(calls[0]).isEqualTo(2);
        assertThat(guards.state(name)).isEqualTo(OPEN);
    }

    @Test
    void triesNothingAgainThatIsTheInputsFault() {
        int[] calls = {0};

        assertThatThrownBy(() -> guards.retrying(name, () -> {
                    calls[0]++;
                    throw new RejectedException(Reason.TOO_LONG, "too long");
                }))
                .isInstanceOf(RejectedException.class);

        assertThat(calls[0]).isEqualTo(1);
        assertThat(slept).isEmpty();
    }

    @Test
    void waitsNoLongerThanTheResultIsWanted() {
        int[] calls = {0};

        assertThatThrownBy(() -> guards.retrying(
                        name,
                        () -> {
                            calls[0]++;
                            throw AWAY;
                        },
                        () -> slept.size() == 3))
                .isSameAs(AWAY);

        assertThat(calls[0]).isEqualTo(1);
        assertThat(total()).isEqualTo(Duration.ofMillis(300));
    }

    @Test
    void tellsEveryChangeAndCountsFailures() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Metrics.addRegistry(meters);
        try {
            List<BreakerChange> changes = new ArrayList<>();
            guards.onChange(changes::add);

            fail(5);
            assertThat(meters.get("circuit.breaker.state")
                            .tag("name", name)
                            .gauge()
                            .value())
                    .isEqualTo(2);
            clock.step(Duration.ofSeconds(61));
            succeed();
            succeed();

            assertThat(changes)
                    .containsExactly(
                            new BreakerChange(name, CLOSED, OPEN),
                            new BreakerChange(name, OPEN, HALF_OPEN),
                            new BreakerChange(name, HALF_OPEN, CLOSED));
            assertThat(meters.get("circuit.breaker.failures")
                            .tag("name", name)
                            .counter()
                            .count())
                    .isEqualTo(5);
            assertThat(meters.get("circuit.breaker.state")
                            .tag("name", name)
                            .gauge()
                            .value())
                    .isZero();
        } finally {
            Metrics.removeRegistry(meters);
        }
    }

    @Test
    void keepsOneBreakerApartFromAnother() {
        fail(5);

        assertThat(guards.call(name + " other", () -> "goes on")).isEqualTo("goes on");
    }

    @Test
    void letsNobodyThroughWhileItIsForcedOpenAndEverybodyAfterItsReset() {
        succeed();
        guards.forceOpen(name);
        clock.step(Duration.ofHours(1));

        assertThat(guards.state(name)).isEqualTo(OPEN);
        assertThat(catchThrowableOfType(UnavailableException.class, this::succeed)
                        .isHeld())
                .isTrue();
        assertThat(guards.standings()).containsExactly(new BreakerSet.Standing(name, OPEN, true, 0));
        assertThat(guards.drop(name)).isFalse();

        guards.reset(name, Instant.EPOCH);
        succeed();
        assertThat(guards.standings()).containsExactly(new BreakerSet.Standing(name, CLOSED, false, 0));
    }

    @Test
    void forcesOpenWhatIsAskedForTheFirstTimeLater() {
        guards.forceOpen(name);

        assertThat(guards.standings()).isEmpty();
        assertThat(catchThrowableOfType(UnavailableException.class, this::succeed)
                        .isHeld())
                .isTrue();
    }

    @Test
    void forgetsItsFailuresAtAReset() {
        fail(4);
        guards.reset(name, Instant.EPOCH);
        fail(4);

        assertThat(guards.state(name)).isEqualTo(CLOSED);
        fail(1);
        assertThat(guards.state(name)).isEqualTo(OPEN);
        guards.reset(name, Instant.EPOCH);
        succeed();
    }

    private void succeed() {
        assertThat(guards.call(name, () -> "well")).isEqualTo("well");
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            assertThatThrownBy(() -> guards.call(name, () -> failing())).isSameAs(AWAY);
        }
    }

    private Duration total() {
        return slept.stream().reduce(Duration.ZERO, Duration::plus);
    }

    private static String failing() {
        throw AWAY;
    }

    private static String missing() throws IOException {
        throw new FileNotFoundException("not there");
    }
}
