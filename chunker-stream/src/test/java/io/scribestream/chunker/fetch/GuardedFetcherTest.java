package io.scribestream.chunker.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    private void fetch(String location) {
        new GuardedFetcher(remote, guards)
                .fetch(new Source(SourceKind.HTTP, location, "", -1L, ""), new Spool(folder).slot("job"), () -> false);
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
    void whatIsTheInputsFaultOpensNoBreaker() {
        failFiveTimes("https://up/gone.mp3", () -> new RejectedException(Reason.SOURCE_NOT_FOUND, "nothing there"));
        fetch("https://up/a.mp3");
        assertThat(remote.fetched).containsExactly("https://up/a.mp3");
    }
}
