package io.scribestream.testkit.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.testkit.chaos.Strike.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final Map<String, Integer> WEIGHTS = Map.of("broker", 1, "merger", 3);

    @Test
    void isTheSameForTheSameSeed() {
        assertThat(Plan.of(42, 50, WEIGHTS)).isEqualTo(Plan.of(42, 50, WEIGHTS)).isNotEqualTo(Plan.of(43, 50, WEIGHTS));
    }

    @Test
    void hasAsManyKillsAsWereAskedForAndOtherStrikesBesides() {
        List<Strike> plan = Plan.of(1, 200, WEIGHTS);

        assertThat(plan).filteredOn(strike -> strike.kind() == Kind.KILL).hasSize(200);
        assertThat(plan).extracting(Strike::kind).contains(Kind.PAUSE, Kind.RESTART);
    }

    @Test
    void strikesByWeight() {
        List<Strike> plan = Plan.of(1, 400, WEIGHTS);

        long broker =
                plan.stream().filter(strike -> strike.target().equals("broker")).count();
        assertThat((double) broker / plan.size()).isBetween(0.2, 0.3);
    }
}
