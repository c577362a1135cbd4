package io.scribestream.chunker;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.chunker.Cutting.Ending;
import io.scribestream.runtime.RejectedException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CuttingTest {

    private final QueuedPool pool = new QueuedPool();
    private final FakeSources sources = new FakeSources();

    private Cutting cutting(int chunks, int sent) {
        sources.add("/audio/job", chunks);
        Cutting cutting = new Cutting(sources, ChunkerUnderTest.job("job").build(), sent, Set.of(), 2, pool);
        cutting.pull();
        return cutting;
    }

    @Test
    void cutsNoFurtherThanItsLookAhead() {
        Cutting cutting = cutting(10, 0);
        pool.drain();
        assertThat(sources.cut).isEqualTo(2);
        assertThat(cutting.take().cut().pcm()[0]).isEqualTo((byte) 1);
        pool.drain();
        assertThat(sources.cut).isEqualTo(3);
        assertThat(cutting.isRunning()).isFalse();
    }

    @Test
    void leavesThePoolToOthersAfterEveryStep() {
        Cutting first = cutting(10, 0);
        Cutting second = cutting(10, 0);
        for (int step = 0; step < 4; step++) {
            pool.step();
        }
        assertThat(first.peek()).isNotNull();
        assertThat(second.peek()).isNotNull();
    }

    @Test
    void dropsTheChunksThatWereSentBefore() {
        Cutting cutting = cutting(10, 7);
        pool.drain();
        assertThat(cutting.take().cut().pcm()[0]).isEqualTo((byte) 8);
    }

    @Test
    void keepsAmongThemThoseThatWereLost() {
        sources.add("/audio/job", 10);
        Cutting cutting = new Cutting(sources, ChunkerUnderTest.job("job").build(), 7, Set.of(2), 2, pool);
        cutting.pull();
        pool.drain();
        assertThat(cutting.take().index()).isEqualTo(2);
        assertThat(cutting.take().index()).isEqualTo(7);
    }

    @Test
    void saysTheEndOnlyWhenAllChunksWereTaken() {
        Cutting cutting = cutting(1, 0);
        pool.drain();
        assertThat(cutting.ending()).isNull();
        cutting.take();
        assertThat(cutting.ending()).isEqualTo(new Ending(FakeSources.SECOND, 1, ""));
        assertThat(sources.open).isZero();
    }

    @Test
    void closesItsSourceOnThePoolWhenNothingIsUnderWay() {
        Cutting cutting = cutting(10, 0);
        pool.drain();
        cutting.close();
        assertThat(sources.open).isEqualTo(1);
        pool.drain();
        assertThat(sources.open).isZero();
        assertThat(cutting.peek()).isNull();
    }

    @Test
    void closesItsSourceOnceWhenItIsClosedBeforeItWasOpened() {
        Cutting cutting = cutting(10, 0);
        cutting.close();
        cutting.close();
        pool.drain();
        assertThat(sources.open).isZero();
        assertThat(cutting.peek()).isNull();
    }

    @Test
    void closesItsSourceWhenCuttingFails() {
        sources.addFailing("/audio/job", 1, () -> new IllegalStateException("broken"));
        Cutting cutting = new Cutting(sources, ChunkerUnderTest.job("job").build(), 0, Set.of(), 2, pool);
        cutting.pull();
        pool.drain();
        assertThat(cutting.failure()).hasMessage("broken");
        assertThat(sources.open).isZero();
    }

    @Test
    void refusesASourceThatHoldsLessThanWasSent() {
        Cutting cutting = cutting(2, 3);
        pool.drain();
        assertThat(cutting.failure()).isInstanceOf(RejectedException.class);
    }
}
