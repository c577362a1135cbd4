package io.scribestream.transcriber.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LoopTest {

    @Test
    void findsNothingWhereNothingRepeats() {
        assertThat(Loop.heaviest(List.of("a", "b", "c", "a"))).isEqualTo(Loop.NONE);
        assertThat(Loop.heaviest(List.of())).isEqualTo(Loop.NONE);
    }

    @Test
    void findsTheFirstAndShortestFormOfALoop() {
        assertThat(Loop.heaviest(List.of("x", "a", "b", "a", "b", "a", "b", "y")))
                .isEqualTo(new Loop(1, 2, 3));
        assertThat(Loop.heaviest(List.of("a", "a", "a", "a"))).isEqualTo(new Loop(0, 1, 4));
    }

    @Property
    void findsAnyLoopThatIsPutIn(
            @ForAll @Size(min = 1, max = 5) List<@CharRange(from = 'a', to = 'c') Character> copy,
            @ForAll @Size(max = 8) List<@CharRange(from = 'd', to = 'z') Character> around,
            @ForAll @IntRange(min = 2, max = 6) int copies) {
        List<String> units = new ArrayList<>();
        around.forEach(c -> units.add(c.toString()));
        Collections.nCopies(copies, copy).forEach(one -> one.forEach(c -> units.add(c.toString())));

        Loop loop = Loop.heaviest(units);

        assertThat(loop.repeated()).isGreaterThanOrEqualTo((copies - 1) * copy.size());
        for (int i = loop.start() + loop.length(); i < loop.start() + loop.length() * loop.copies(); i++) {
            assertThat(units.get(i)).isEqualTo(units.get(i - loop.length()));
        }
    }
}
