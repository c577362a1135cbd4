package io.scribestream.ingest.events;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One answer that is under way. It writes only what the connection takes without waiting; of a client that reads slowly it
 * holds one piece at most. Any thread may move it on.
 */
final class LiveAnswer implements Live, WriteListener {

    private static final Logger LOG = LoggerFactory.getLogger(LiveAnswer.class);

    private final ServletOutputStream out;
    private final Pieces pieces;
    private final ClientLine line;
    private final Executor leavers;
    private final ReentrantLock lock = new ReentrantLock();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /** Until the container says that there is room. */
    private boolean waitsForRoom = true;

    /** At first the head of the answer: a client should know at once that there is one. */
    private boolean unflushed = true;

    private volatile boolean boardAway;

    /** @param leavers have the time for what is to be done when a client goes away */
    LiveAnswer(ServletOutputStream out, Pieces pieces, ClientLine line, Executor leavers) {
        this.out = out;
        this.pieces = pieces;
        this.line = line;
        this.leavers = leavers;
    }

    CompletableFuture<Void> ended() {
        return ended;
    }

    @Override
    public boolean isOwed() {
        return boardAway;
    }

    @Override
    public void onWritePossible() {
        locked(() -> {
            waitsForRoom = false;
            write();
        });
    }

    @Override
    public void onError(Throwable failure) {
        LOG.debug("a client went away", failure);
        locked(this::lose);
    }

    @Override
    public void move() {
        locked(this::write);
    }

    @Override
    public void beat() {
        locked(() -> {
            if (hasRoom()) {
                out.write(ServerEvents.heartbeat());
                unflushed = true;
                write();
            }
        });
    }

    @Override
    public void look() {
        locked(() -> {
            if (line.isBroken() || !line.isAllowed()) {
                lose();
            }
        });
    }

    @Override
    public void end() {
        locked(() -> {
            byte[] farewell = pieces.farewell();
            if (farewell != null && hasRoom()) {
                out.write(farewell);
            }
            finish();
        });
    }

    private interface Step {
        void take() throws IOException;
    }

    private void locked(Step step) {
        lock.lock();
        try {
            if (!ended.isDone()) {
                step.take();
            }
        } catch (IOException e) {
            LOG.debug("a client went away", e);
            lose();
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("an answer could not go on");
            finish();
        } finally {
            lock.unlock();
        }
    }

    private void write() throws IOException {
        while (hasRoom()) {
            byte[] next = next();
            if (next != null) {
                out.write(next);
                unflushed = true;
            } else if (unflushed) {
                out.flush();
                unflushed = false;
            } else {
                if (pieces.isOver()) {
                    finish();
                }
                return;
            }
        }
    }

    private byte @Nullable [] next() {
        boardAway = false;
        try {
            return pieces.next();
        } catch (InvalidStateStoreException e) {
            LOG.debug("the board is not ready", e);
            boardAway = true;
            return null;
        }
    }

    private boolean hasRoom() {
        waitsForRoom = waitsForRoom || !out.isReady();
        return !waitsForRoom && !ended.isDone();
    }

    private void lose() {
        if (!ended.isDone()) {
            leavers.execute(pieces::gone);
            finish();
        }
    }

    private void finish() {
        if (!ended.isDone()) {
            ended.complete(null);
        }
    }
}
