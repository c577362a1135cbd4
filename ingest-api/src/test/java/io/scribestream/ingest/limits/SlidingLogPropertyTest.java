package io.scribestream.ingest.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SlidingLogPropertyTest {

    @Property(tries = 500)
    void admitsWhateverFitsInEveryWindowAndNothingElse(
            @ForAll("arrivals") List<Long> arrivals, @ForAll("pairs") List<Window> windows) {
        SlidingLog log = new SlidingLog();
        List<Long> admitted = new ArrayList<>();
        for (long now : arrivals) {
            boolean fits = windows.stream().allMatch(window -> countIn(admitted, window, now) < window.limit());

            Verdict verdict = log.take(now, "", windows);

            assertThat(verdict.allowed()).isEqualTo(fits);
            if (fits) {
                admitted.add(now);
            }
            assertThat(verdict.usages()).allSatisfy(usage -> assertThat((long) usage.used())
                    .isEqualTo(countIn(admitted, usage.window(), now)));
        }
        for (Window window : windows) {
            assertThat(admitted).allSatisfy(end -> assertThat(countIn(admitted, window, end))
                    .isLessThanOrEqualTo(window.limit()));
        }
    }

    @Property(tries = 500)
    void saysToTheMicrosecondWhenThereIsRoomAgain(
            @ForAll("arrivals") List<Long> arrivals, @ForAll("pairs") List<Window> windows) {
        SlidingLog log = new SlidingLog();
        for (long now : arrivals) {
            Verdict verdict = log.take(now, "", windows);
            if (!verdict.allowed()) {
                long wait = verdict.retryAfter().toNanos() / 1000;
                assertThat(wait).isPositive();
                assertThat(log.look(now + wait - 1, windows).allowed()).isFalse();
                assertThat(log.look(now + wait, windows).allowed()).isTrue();
            }
        }
    }

    @Property(tries = 200)
    void isAsIfARemovedRequestHadNeverBeen(@ForAll("arrivals") List<Long> arrivals) {
        List<Window> windows = List.of(new Window("only", Duration.ofNanos(200_000), 3));
        SlidingLog with = new SlidingLog();
        SlidingLog without = new SlidingLog();
        for (long now : arrivals) {
            with.note(now, "none");
            with.remove("none");
            assertThat(with.take(now, "x", windows)).isEqualTo(without.take(now, "x", windows));
        }
    }

    @Provide
    Arbitrary<List<Long>> arrivals() {
        // Steps that often meet a window's edge to the microsecond.
        return Arbitraries.oneOf(
                        Arbitraries.longs().between(0, 60), Arbitraries.of(0L, 1L, 49L, 50L, 51L, 199L, 200L, 201L))
                .list()
                .ofMaxSize(80)
                .map(steps -> {
                    List<Long> times = new ArrayList<>();
                    long now = 1_000_000;
                    for (long step : steps) {
                        now += step;
                        times.add(now);
                    }
                    return times;
                });
    }

    @Provide
    Arbitrary<List<Window>> pairs() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 6),
                        Arbitraries.integers().between(1, 15))
                .as((few, many) -> List.of(
                        new Window("short", Duration.ofNanos(50_000), few),
                        new Window("long", Duration.ofNanos(200_000), many)))
                .filter(pair -> pair.get(0).limit() > 0);
    }

    /** The definition, spelt out: a request is in a window until exactly its length after it came. */
    private static long countIn(List<Long> admitted, Window window, long now) {
        return admitted.stream()
                .filter(at -> at <= now && now < at + window.micros())
                .count();
    }
}
