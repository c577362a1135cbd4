package io.scribestream.transcriber.engine.onnx.decode;

import io.scribestream.runtime.UnavailableException;
import io.scribestream.transcriber.engine.onnx.model.AcousticModel;
import io.scribestream.transcriber.engine.onnx.model.LanguageModel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Decodes the chunks of many callers together. One thread owns the models and does all the work; callers block until
 * their text has ended. Thread-safe.
 */
public final class Scheduler implements AutoCloseable {

    private final AcousticModel acoustic;
    private final LanguageModel language;
    private final Batch batch;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Job> arrived = new ArrayDeque<>();
    private boolean closed;

    private Scheduler(AcousticModel acoustic, LanguageModel language, Lexicon lexicon, int lanes) {
        this.acoustic = acoustic;
        this.language = language;
        this.batch = new Batch(acoustic, language, lexicon, lanes);
        this.thread = new Thread(this::run, "onnx-scheduler");
        this.thread.setDaemon(true);
    }

    /**
     * Takes the models over: they are used by its thread only and closed with it.
     *
     * @param lanes the most chunks that are decoded at once; the language model has room for at least as many rows
     */
    public static Scheduler start(AcousticModel acoustic, LanguageModel language, Lexicon lexicon, int lanes) {
        Scheduler scheduler = new Scheduler(acoustic, language, lexicon, lanes);
        scheduler.thread.start();
        return scheduler;
    }

    /**
     * Decodes one chunk, beside all others.
     *
     * @param abort asked before each step, from another thread, until it says true
     * @throws io.scribestream.transcriber.engine.AbortedException after {@code abort} said true
     * @throws UnavailableException if a model failed, this is closed, or the thread was interrupted; what {@code abort}
     *     throws comes out as it is
     */
    public Decoded decode(Task task, BooleanSupplier abort) {
        Job job = new Job(task, abort);
        submit(job);
        return job.await();
    }

    private void submit(Job job) {
        lock.lock();
        try {
            if (closed) {
                throw closed();
            }
            arrived.add(job);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        UnavailableException end = closed();
        try {
            while (take()) {
                batch.turn();
            }
        } catch (RuntimeException | Error e) {
            end = new UnavailableException("the engine has ended: " + e, e);
            throw e;
        } finally {
            end(end);
        }
    }

    private void end(UnavailableException why) {
        lock.lock();
        try {
            closed = true;
            arrived.forEach(batch::add);
            arrived.clear();
        } finally {
            lock.unlock();
        }
        try (acoustic;
                language) {
            batch.endAll(why);
        }
    }

    /** Takes those that arrived, and waits for one where there is nothing to do; false once this is closed. */
    private boolean take() {
        lock.lock();
        try {
            while (!closed && arrived.isEmpty() && batch.isIdle()) {
                changed.awaitUninterruptibly();
            }
            arrived.forEach(batch::add);
            arrived.clear();
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private static UnavailableException closed() {
        return new UnavailableException("the engine is closed");
    }

    /** Ends all calls; waits for the piece of work at hand. Nothing the second time. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
