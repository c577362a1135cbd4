package io.scribestream.transcriber.engine.whispercpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.UnavailableException;
import io.scribestream.transcriber.engine.AbortedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LanePoolTest {

    private final LanePool<String> pool = new LanePool<>(List.of("a", "b"));

    @Test
    void lendsEachLaneOnce() {
        assertThat(List.of(borrow(), borrow())).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void servesThoseFirstWhoCameFirst() throws InterruptedException {
        String one = borrow();
        String other = borrow();
        List<Integer> served = Collections.synchronizedList(new ArrayList<>());
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int caller = i;
            Thread thread = new Thread(() -> {
                String lane = borrow();
                served.add(caller);
                pool.giveBack(lane);
            });
            thread.start();
            awaitWaiting(thread);
            callers.add(thread);
        }

        pool.giveBack(one);

        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(served).containsExactly(0, 1, 2, 3, 4);
        pool.giveBack(other);
    }

    @Test
    void letsACallerGiveUpWaiting() {
        borrow();
        borrow();

        assertThatThrownBy(() -> pool.borrow(() -> true)).isInstanceOf(AbortedException.class);
    }

    @Test
    void waitsForAllLanesWhenItIsClosedAndLendsNoneAnyMore() throws InterruptedException {
        String lane = borrow();
        List<String> closed = Collections.synchronizedList(new ArrayList<>());
        Thread closer = new Thread(() -> closed.addAll(pool.close()));
        closer.start();
        awaitWaiting(closer);
        assertThatThrownBy(this::borrow)
                .isInstanceOf(UnavailableException.class)
                .hasMessage("the engine is closed");
        assertThat(closed).isEmpty();

        pool.giveBack(lane);

        closer.join();
        assertThat(closed).containsExactlyInAnyOrder("a", "b");
        assertThat(pool.close()).isEmpty();
    }

    @Test
    void stopsWaitingWhenItsThreadIsInterrupted() {
        borrow();
        borrow();
        Thread.currentThread().interrupt();

        assertThatThrownBy(this::borrow).isInstanceOf(UnavailableException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private String borrow() {
        return pool.borrow(() -> false);
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }
}
