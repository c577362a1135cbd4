package io.scribestream.merger.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.merger.Said;
import io.scribestream.merger.state.JobSummary;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LedgerPropertyTest {

    @Property(tries = 300)
    void knowsWhichChunksCameInWhateverOrder(@ForAll List<@IntRange(max = 30) Integer> indexes) {
        JobSummary job = Ledger.open();
        Set<Integer> came = new HashSet<>();
        for (int index : indexes) {
            assertThat(Ledger.has(job, index)).isEqualTo(came.contains(index));
            if (came.add(index)) {
                job = Ledger.with(job, index);
            }
        }
        int prefix = 0;
        while (came.contains(prefix)) {
            prefix++;
        }
        assertThat(job.getNext()).isEqualTo(prefix);
        assertThat(job.getEarly()).isSorted().hasSize(came.size() - prefix);
        assertThat(Ledger.isComplete(Ledger.failed(job, Said.sourceEnd("job-1", prefix, 1))))
                .isTrue();
    }

    @Example
    void refusesAChunkBehindTheEnd() {
        JobSummary job = Ledger.ended(Ledger.open(), Said.sourceEnd("job-1", 2, 9));

        assertThatThrownBy(() -> Ledger.with(job, 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("chunk 2 came of a job of 2 chunks");
    }

    @Example
    void refusesAnEndBeforeAChunkThatCame() {
        JobSummary job = Ledger.with(Ledger.open(), 4);

        assertThatThrownBy(() -> Ledger.ended(job, Said.sourceEnd("job-1", 4, 9)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("job job-1 ended after 4 chunks, but chunk 4 came");
    }
}
