package io.scribestream.chunker.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.scribestream.runtime.BreakerState;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.GuardConfig;
import io.scribestream.runtime.Guards;
import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedFetcherTest {

    @TempDir
    Path folder;

    private final FakeRemote remote = new FakeRemote();
    private final Guards guards = new Guards(GuardConfig.from(Env.of(Map.of())));
    private final GuardedFetcher fetcher = new GuardedFetcher(remote, guards);
    private int jobs;

    private void fetch(String location) {
        fetcher.fetch(
                new Source(SourceKind.HTTP, location, "", -1L, ""),
                new Spool(folder).slot("job-" + jobs++),
                () -> false);
    }

    private void failFiveTimes(String location, Supplier<RuntimeException> why) {
        RuntimeException[] failures = new RuntimeException[5];
        Arrays.setAll(failures, i -> why.get());
        remote.fails(location, failures);
        for (RuntimeException failure : failures) {
            assertThatThrownBy(() -> fetch(location)).isSameAs(failure);
        }
    }

    @Test
    void asksAHostNoMoreThatFailedFiveTimesAndAnotherAsBefore() {
        failFiveTimes("https://down/a.mp3", () -> new UnavailableException("no answer"));
        assertThat(guards.state("fetch down")).isEqualTo(BreakerState.OPEN);
        assertThatThrownBy(() -> fetch("https://down/b.mp3"))
                .isInstanceOfSatisfying(
                        UnavailableException.class, e -> assertThat(e.isHeld()).isTrue());
        fetch("https://up/a.mp3");
        assertThat(remote.fetched).containsExactly("https://up/a.mp3");
    }

    @Test
    void aFullDiskOpensNoBreakerOfAServer() {
        failFiveTimes("https://host/a", FakeRemote::noRoom);
        fetch("https://host/a");
    }

    @Test
    void whatIsTheInputsFaultOpensNoBreaker() {
        failFiveTimes("https://up/gone.mp3", () -> new RejectedException(Reason.SOURCE_NOT_FOUND, "nothing there"));
        fetch("https://up/a.mp3");
        assertThat(remote.fetched).containsExactly("https://up/a.mp3");
    }

    /** Clients may name any number of hosts. */
    @Test
    void remembersAsManyHostsAsThereIsRoomForAndThoseThatFailLongest() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Metrics.addRegistry(meters);
        try {
            failFiveTimes("https://down/a.mp3", () -> new UnavailableException("no answer"));
            for (int host = 0; host < 2 * GuardedFetcher.MOST_HOSTS; host++) {
                fetch("https://host-" + host + "/a.mp3");
            }
            assertThat(guards.state("fetch down")).isEqualTo(BreakerState.OPEN);
            assertThat(meters.find("circuit.breaker.state").meters().stream()
                            .filter(meter ->
                                    String.valueOf(meter.getId().getTag("name")).startsWith("fetch host-")))
                    .hasSizeLessThanOrEqualTo(GuardedFetcher.MOST_HOSTS);
        } finally {
            Metrics.removeRegistry(meters);
        }
    }
}
