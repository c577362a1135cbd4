package io.scribestream.chunker;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.schemas.avro.AudioChunk;
import io.scribestream.schemas.avro.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Wherever the process ends during redrives: each chunk that failed is sent once by each, and nothing is kept in the end. */
class RedrivePropertyTest {

    private static final String JOB = "job-1";

    /** Chunks that are out; they lie on their topic, whoever has sent them. */
    private final List<AudioChunk> out = new ArrayList<>();

    private final List<AudioChunk> sent = new ArrayList<>();
    private ChunkerUnderTest chunker;
    private int seen;

    @Property(tries = 10)
    void sendsEachGapOnceWhereverTheProcessEnds(
            @ForAll @IntRange(min = 2, max = 9) int chunks,
            @ForAll @IntRange(min = 1, max = 4) int window,
            @ForAll long seed) {
        Random random = new Random(seed);
        begin(window);
        Set<Integer> failing = new TreeSet<>();
        for (int index = 1; index < chunks; index++) {
            if (index == 1 || random.nextBoolean()) {
                failing.add(index);
            }
        }
        chunker.submit(JOB, chunks);
        hear(0, failing, window, random);
        for (int redrive = 1; !failing.isEmpty(); redrive++) {
            Set<Integer> asked = new TreeSet<>(failing);
            failing.removeIf(index -> random.nextInt(3) > 0);
            chunker.order(JOB, Command.REDRIVE);

            hear(redrive, failing, window, random);

            assertThat(sentBy(redrive)).containsExactlyElementsOf(asked);
        }
        assertThat(chunker.flow.storeIsEmpty(Ledger.GAPPED)).isTrue();
        chunker.close();
        chunker.pool.drain();
        assertThat(chunker.sources.open).isZero();
    }

    private void begin(int window) {
        chunker = ChunkerUnderTest.withWindow(window);
        out.clear();
        sent.clear();
        seen = 0;
    }

    /** One chunk after the other comes back, and now and then the process ends in between. */
    private void hear(int redrive, Set<Integer> failing, int window, Random random) {
        look();
        while (chunker.hasCursors()) {
            if (random.nextInt(4) == 0) {
                chunker = chunker.restarted(window, jobId -> true);
                seen = 0;
                chunker.settle();
            } else {
                AudioChunk next = out.remove(random.nextInt(out.size()));
                assertThat(next.getRedrive()).isEqualTo(redrive);
                if (failing.contains(next.getIndex())) {
                    chunker.failToHear(next);
                } else {
                    chunker.hear(next, "en", 1);
                }
            }
            look();
        }
    }

    private void look() {
        List<AudioChunk> all = chunker.chunks();
        List<AudioChunk> fresh = all.subList(seen, all.size());
        out.addAll(fresh);
        sent.addAll(fresh);
        seen = all.size();
    }

    private List<Integer> sentBy(int redrive) {
        return sent.stream()
                .filter(chunk -> chunk.getRedrive() == redrive)
                .map(AudioChunk::getIndex)
                .toList();
    }
}
