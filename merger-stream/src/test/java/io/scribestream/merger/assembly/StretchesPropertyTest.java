package io.scribestream.merger.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.merger.assembly.Stretches.Stretch;
import java.util.BitSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class StretchesPropertyTest {

    @Property(tries = 300)
    void areTheSetsOfTheirSamples(@ForAll("some") List<Stretch> one, @ForAll("some") List<Stretch> other) {
        BitSet common = samples(one);
        common.and(samples(other));
        BitSet rest = samples(one);
        rest.andNot(samples(other));

        Stretches mine = Stretches.of(one);
        Stretches theirs = Stretches.of(other);

        assertThat(mine.length()).isEqualTo(samples(one).cardinality());
        assertThat(samples(mine.and(theirs).parts())).isEqualTo(common);
        assertThat(samples(mine.minus(theirs).parts())).isEqualTo(rest);
    }

    @Provide
    Arbitrary<List<Stretch>> some() {
        Arbitrary<Long> place = Arbitraries.longs().between(0, 60);
        return Combinators.combine(place, place).as(Stretch::new).list().ofMaxSize(8);
    }

    private static BitSet samples(List<Stretch> stretches) {
        BitSet samples = new BitSet();
        for (Stretch stretch : stretches) {
            if (stretch.from() < stretch.to()) {
                samples.set((int) stretch.from(), (int) stretch.to());
            }
        }
        return samples;
    }
}
