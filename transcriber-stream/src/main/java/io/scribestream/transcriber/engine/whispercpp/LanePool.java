package io.scribestream.transcriber.engine.whispercpp;

import io.scribestream.runtime.UnavailableException;
import io.scribestream.transcriber.engine.AbortedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Lends lanes, first come, first served. */
final class LanePool<L> {

    /** How long a waiting caller goes without asking whether it should give up. */
    private static final long LOOK_MILLIS = 50;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<L> free;
    private final Deque<Object> queue = new ArrayDeque<>();
    private final int size;
    private boolean closed;

    LanePool(List<L> lanes) {
        free = new ArrayDeque<>(lanes);
        size = lanes.size();
    }

    int size() {
        return size;
    }

    /** How many are lent just now. */
    int lent() {
        lock.lock();
        try {
            return closed ? size : size - free.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a lane; it must be given back.
     *
     * @throws AbortedException once {@code abort} says true
     * @throws UnavailableException if the pool is closed or the thread interrupted
     */
    L borrow(BooleanSupplier abort) {
        Object place = new Object();
        lock.lock();
        try {
            queue.addLast(place);
            while (closed || queue.peekFirst() != place || free.isEmpty()) {
                if (closed) {
                    throw new UnavailableException("the engine is closed");
                }
                if (abort.getAsBoolean()) {
                    throw new AbortedException();
                }
                await();
            }
            return free.removeFirst();
        } finally {
            queue.remove(place);
            changed.signalAll();
            lock.unlock();
        }
    }

    private void await() {
        try {
            changed.awaitNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while waiting for the engine", e);
        }
    }

    void giveBack(L lane) {
        lock.lock();
        try {
            free.addLast(lane);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Refuses new callers, waits for calls in flight and hands out all lanes; nothing the second time. */
    List<L> close() {
        lock.lock();
        try {
            if (closed) {
                return List.of();
            }
            closed = true;
            changed.signalAll();
            while (free.size() < size) {
                changed.awaitUninterruptibly();
            }
            List<L> lanes = new ArrayList<>(free);
            free.clear();
            return lanes;
        } finally {
            lock.unlock();
        }
    }
}
