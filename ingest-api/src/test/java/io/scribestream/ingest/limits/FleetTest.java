package io.scribestream.ingest.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FleetTest {

    @Property(tries = 200)
    void sharesSumToTheWholeAndDifferByOneAtMost(
            @ForAll @Size(min = 1, max = 9) Set<@NotEmpty @AlphaChars String> instances,
            @ForAll @IntRange(max = 1000) int limit) {
        Window whole = new Window("hour", Duration.ofHours(1), limit);

        int[] shares = instances.stream()
                .mapToInt(self -> Fleet.of(self, instances).share(whole).limit())
                .sorted()
                .toArray();

        assertThat(shares).hasSize(instances.size());
        assertThat(java.util.Arrays.stream(shares).sum()).isEqualTo(limit);
        assertThat(shares[shares.length - 1] - shares[0]).isLessThanOrEqualTo(1);
    }

    @Test
    void knowsItselfWhateverElseItKnows() {
        Window whole = new Window("hour", Duration.ofHours(1), 7);

        assertThat(Fleet.of("b", Set.of()).share(whole).limit()).isEqualTo(7);
        assertThat(Fleet.of("b", Set.of("a")).share(whole).limit()).isEqualTo(3);
    }

    @Test
    void waitsForEveryInstanceItKnew() {
        Fleet fleet = Fleet.of("a", Set.of("a", "b"));

        assertThat(fleet.allHeardSince(10, Map.of("a", 10L))).isFalse();
        assertThat(fleet.allHeardSince(10, Map.of("a", 10L, "b", 9L))).isFalse();
        assertThat(fleet.allHeardSince(10, Map.of("a", 10L, "b", 12L, "new", 1L)))
                .isTrue();
    }
}
