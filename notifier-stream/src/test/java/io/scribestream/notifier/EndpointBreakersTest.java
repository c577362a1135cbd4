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
        breakers.tell(ANNAS, new Endpoint(2, 2_000L, false));

        assertThat(breakers.standings())
                .containsExactly(new Standing("webhook anna example.org:8443", BreakerState.OPEN, false, 2));
        now = Instant.ofEpochMilli(2_000);
        assertThat(breakers.standings()).extracting(Standing::state).containsExactly(BreakerState.HALF_OPEN);
    }

    @Test
    void staysOpenForOneThatIsGone() {
        breakers.tell("bert http://example.net/", new Endpoint(0, 0L, true));

        assertThat(breakers.standings())
                .containsExactly(new Standing("webhook bert example.net", BreakerState.OPEN, false, 0));
    }

    @Test
    void tellsOfThoseAloneThatAreNotThere() {
        breakers.tell(ANNAS, new Endpoint(1, 2_000L, false));
        breakers.tell(ANNAS, new Endpoint(0, 0L, false));
        breakers.tell("bert http://example.net/", new Endpoint(1, 2_000L, false));
        breakers.forget("bert http://example.net/");

        assertThat(breakers.standings()).isEmpty();
    }
}
