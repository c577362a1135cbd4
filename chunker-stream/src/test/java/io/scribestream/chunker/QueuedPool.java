package io.scribestream.chunker;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** A pool whose work is done when the test says so, on the test's thread. */
final class QueuedPool implements Executor {

    private final Queue<Runnable> queue = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
        queue.add(task);
    }

    /** Does what waits, and what that brings. */
    void drain() {
        for (Runnable task = queue.poll(); task != null; task = queue.poll()) {
            task.run();
        }
    }

    /** Does one task. */
    void step() {
        queue.remove().run();
    }

    boolean isIdle() {
        return queue.isEmpty();
    }
}
