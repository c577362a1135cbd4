package io.scribestream.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.notifier.state.Endpoint;
import io.scribestream.runtime.BreakerSet.Standing;
import io.scribestream.runtime.BreakerState;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EndpointBreakersTest {

    private static final String ANNAS = "anna https://example.org:8443/hooks?token=secret";

    private Instant now = Instant.ofEpochMilli(1_000);
    private final EndpointBreakers breakers = new EndpointBreakers(() -> now);

    @Test
    void isOpenUntilItsEndpointMayBeAskedAgainAndTellsNoSecret() {
        breakers.tell(ANNAS, endpoint(2, 2_000, false));

        assertThat(breakers.standings())
                .containsExactly(new Standing("webhook anna example.org:8443", BreakerState.OPEN, false, 2));
        now = Instant.ofEpochMilli(2_000);
        assertThat(breakers.standings()).extracting(Standing::state).containsExactly(BreakerState.HALF_OPEN);
    }

    @Test
    void staysOpenForOneThatIsGone() {
        breakers.tell("bert http://example.net/", endpoint(0, 0, true));

        assertThat(breakers.standings())
                .containsExactly(new Standing("webhook bert example.net", BreakerState.OPEN, false, 0));
    }

    @Test
    void tellsOfThoseAloneThatAreNotThere() {
        breakers.tell(ANNAS, endpoint(1, 2_000, false));
        breakers.tell(ANNAS, endpoint(0, 0, false));
        breakers.tell("bert http://example.net/", endpoint(1, 2_000, false));
        breakers.forget("bert http://example.net/");

        assertThat(breakers.standings()).isEmpty();
    }

    @Test
    void takesOrdersAboutAllPathsOfAClientOnAHostAndNoOthers() {
        breakers.tell(ANNAS, endpoint(0, 0, false));
        breakers.tell("anna https://example.org:8443/others", endpoint(1, 2_000, false));
        breakers.tell("bert https://example.org:8443/hooks", endpoint(1, 2_000, false));

        breakers.forceOpen("webhook anna example.org:8443");
        breakers.forceOpen("engine");

        assertThat(breakers.standings())
                .containsExactlyInAnyOrder(
                        new Standing("webhook anna example.org:8443", BreakerState.OPEN, true, 0),
                        new Standing("webhook anna example.org:8443", BreakerState.OPEN, true, 1),
                        new Standing("webhook bert example.org:8443", BreakerState.OPEN, false, 1));
        breakers.reset("webhook anna example.org:8443", now);
        assertThat(breakers.standings()).extracting(Standing::forced).containsExactly(false, false);
    }

    private static Endpoint endpoint(int failures, long nextAt, boolean gone) {
        return Endpoint.newBuilder()
                .setFailures(failures)
                .setNextAt(nextAt)
                .setGone(gone)
                .build();
    }
}
