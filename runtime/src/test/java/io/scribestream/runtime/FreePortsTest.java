package io.scribestream.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreePortsTest {

    @Test
    void passesOverThePortThatIsSpokenForAndOneThatIsListenedOn() throws Exception {
        int spokenFor = FreePorts.any();
        int free = FreePorts.otherThan(spokenFor);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            PrimitiveIterator.OfInt candidates =
                    IntStream.of(spokenFor, taken.getLocalPort(), free).iterator();

            assertThat(FreePorts.otherThan(spokenFor, candidates::nextInt)).isEqualTo(free);
        }
    }

    @Test
    void givesUpWhereNoneIsFree() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> FreePorts.otherThan(1, taken::getLocalPort))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining("no free port");
        }
    }

    @Test
    void staysBelowThePortsOfOutgoingConnections() {
        assertThat(IntStream.range(0, 50).map(i -> FreePorts.any())).allMatch(port -> port >= 12_000 && port < 30_000);
    }
}
