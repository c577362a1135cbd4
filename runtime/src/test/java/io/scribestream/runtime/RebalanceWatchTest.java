package io.scribestream.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.Test;

class RebalanceWatchTest {

    private final RebalanceWatch watch = new RebalanceWatch(Duration.ofSeconds(10), 0);

    @Test
    void looksOnceSoonAfterTheStart() {
        assertThat(looks(State.RUNNING, 11)).isFalse();
        assertThat(looks(State.RUNNING, 12)).isTrue();
        assertThat(looks(State.RUNNING, 100)).isFalse();
    }

    @Test
    void looksAgainAndAgainWhileARebalanceTakesLongerThanTwoSessions() {
        looks(State.RUNNING, 12);
        looks(State.RUNNING, 100);
        assertThat(looks(State.REBALANCING, 119)).isFalse();
        assertThat(looks(State.REBALANCING, 120)).isTrue();
        assertThat(looks(State.REBALANCING, 121)).isFalse();
        assertThat(looks(State.REBALANCING, 140)).isTrue();
    }

    @Test
    void beginsAnewWithEachRebalance() {
        looks(State.RUNNING, 12);
        looks(State.REBALANCING, 15);
        looks(State.RUNNING, 16);
        assertThat(looks(State.REBALANCING, 35)).isFalse();
        assertThat(looks(State.REBALANCING, 36)).isTrue();
    }

    private boolean looks(State state, int second) {
        return watch.isDue(state, Duration.ofSeconds(second).toNanos());
    }
}
