package io.scribestream.ingest.events;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Has an answer moved on, by another thread; however often it is told before that, once. */
final class Mover implements Runnable {

    private final Live answer;
    private final Executor executor;
    private final AtomicBoolean told = new AtomicBoolean();

    Mover(Live answer, Executor executor) {
        this.answer = answer;
        this.executor = executor;
    }

    @Override
    public void run() {
        if (told.compareAndSet(false, true)) {
            try {
                executor.execute(this::move);
            } catch (RejectedExecutionException e) {
                // The room is closed, and the answer with it.
                told.set(false);
            }
        }
    }

    private void move() {
        told.set(false);
        answer.move();
    }
}
