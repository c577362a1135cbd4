package io.scribestream.transcriber;

import io.scribestream.runtime.UnavailableException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;

/** Lets calls to the engine happen side by side, and those that have to be alone one after the other. Fair. */
final class Turns {

    private static final long LOOK_MILLIS = 100;

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);

    /** Given back by the thread that took it. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Waits for a turn.
     *
     * @param unwanted asked while it waits: whether to wait no more
     * @throws UnavailableException held, if it did not come before
     */
    Turn take(boolean alone, BooleanSupplier unwanted) {
        Lock mine = alone ? lock.writeLock() : lock.readLock();
        try {
            while (!mine.tryLock(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (unwanted.getAsBoolean()) {
                    throw UnavailableException.held("the engine hears a chunk that has to be alone");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while waiting for the engine", e);
        }
        return mine::unlock;
    }
}
