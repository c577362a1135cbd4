package io.scribestream.chunker;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.schemas.avro.AudioChunk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class UnheardTest {

    private final Unheard unheard = new Unheard();
    private final Object task = new Object();

    @Property
    void noPartitionHasTwoMoreThanAnother(
            @ForAll @IntRange(min = 1, max = 8) int partitions,
            @ForAll List<@IntRange(min = 0, max = 99) Integer> jobs) {
        int[] counts = new int[partitions];
        Unheard fresh = new Unheard();
        for (int preferred : jobs) {
            int partition = fresh.fewest(partitions, preferred);
            fresh.add(task, partition);
            counts[partition]++;
        }
        assertThat(fresh.total()).isEqualTo(jobs.size());
        for (int count : counts) {
            assertThat(count).isBetween(jobs.size() / partitions, (jobs.size() + partitions - 1) / partitions);
        }
    }

    @Test
    void aPartitionThatWasHeardIsNext() {
        for (int i = 0; i < 4; i++) {
            unheard.add(task, unheard.fewest(4, i));
        }
        unheard.remove(task, 2);
        assertThat(unheard.fewest(4, 0)).isEqualTo(2);
    }

    @Test
    void aTaskThatIsTakenAwayTakesItsChunksAlong() {
        unheard.add(task, 0);
        unheard.add("another", 1);
        unheard.leave(task);
        assertThat(unheard.total()).isEqualTo(1);
    }

    @Test
    void tellsTheCursorWhereAChunkWent() {
        AudioSpread spread = new AudioSpread(unheard);
        List<Integer> taken = new ArrayList<>();
        for (int index = 0; index < 6; index++) {
            String key = "job/" + index;
            Optional<Set<Integer>> asked = spread.partitions("audio", key, chunk(index), 3);
            int partition = spread.taken(key);
            assertThat(asked).contains(Set.of(partition));
            unheard.add(task, partition);
            taken.add(partition);
        }
        assertThat(taken.subList(0, 3)).doesNotHaveDuplicates();
        assertThat(taken.subList(3, 6)).doesNotHaveDuplicates();
    }

    private static AudioChunk chunk(int index) {
        return AudioChunk.newBuilder()
                .setJobId("job")
                .setIndex(index)
                .setPcm(ByteBuffer.allocate(0))
                .setSpans(List.of())
                .build();
    }
}
