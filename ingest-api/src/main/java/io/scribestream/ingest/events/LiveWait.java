package io.scribestream.ingest.events;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request that waits, without a thread. */
final class LiveWait<T> implements Live {

    private static final Logger LOG = LoggerFactory.getLogger(LiveWait.class);

    private final Wait<T> wait;
    private final ClientLine line;
    private final Executor leavers;
    private final ReentrantLock lock = new ReentrantLock();
    private final CompletableFuture<T> came = new CompletableFuture<>();
    private volatile boolean boardAway;

    /** @param leavers have the time for what is to be done when a client goes away */
    LiveWait(Wait<T> wait, ClientLine line, Executor leavers) {
        this.wait = wait;
        this.line = line;
        this.leavers = leavers;
    }

    CompletableFuture<T> came() {
        return came;
    }

    @Override
    public void move() {
        locked(() -> {
            boardAway = false;
            try {
                Optional<T> found = wait.look();
                found.ifPresent(came::complete);
            } catch (InvalidStateStoreException e) {
                LOG.debug("the board is not ready", e);
                boardAway = true;
            }
        });
    }

    @Override
    public boolean isOwed() {
        return boardAway;
    }

    /** The answer has not begun; nothing can be said. But what nobody told of is found out. */
    @Override
    public void beat() {
        move();
    }

    @Override
    public void look() {
        locked(() -> {
            if (line.isBroken()) {
                leave(new EofException("the client went away"));
            } else if (!line.isAllowed()) {
                leave(wait.refusal());
            }
        });
    }

    @Override
    public void end() {
        locked(() -> came.completeExceptionally(wait.farewell()));
    }

    private void leave(Exception why) {
        came.completeExceptionally(why);
        leavers.execute(wait::gone);
    }

    private void locked(Runnable step) {
        lock.lock();
        try {
            if (!came.isDone()) {
                step.run();
            }
        } catch (RuntimeException e) {
            came.completeExceptionally(e);
        } finally {
            lock.unlock();
        }
    }
}
