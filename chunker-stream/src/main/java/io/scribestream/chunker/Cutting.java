package io.scribestream.chunker;

import io.scribestream.chunker.cut.Cut;
import io.scribestream.runtime.RejectedException;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One source being cut on the pool, beside the stream thread. It is pulled: a step opens the source or cuts one chunk,
 * and another step follows only while fewer chunks than the look-ahead wait to be taken. Between steps the pool's thread
 * is free for other sources. Thread-safe.
 */
final class Cutting {

    private static final Logger LOG = LoggerFactory.getLogger(Cutting.class);

    private final SourceOpener opener;
    private final TranscriptionJob job;
    private final int lookAhead;
    private final Executor pool;
    private final Deque<Piece> ready = new ArrayDeque<>();
    private final int sent;
    private final Set<Integer> lost;

    private int last = Integer.MAX_VALUE;
    private int nextIndex;
    private boolean running;
    private boolean closed;
    private double declaredSeconds = -1;
    private boolean opened;
    private @Nullable Ending ending;
    private @Nullable Throwable failure;

    private @Nullable OpenSource source;

    /**
     * The end of a source.
     *
     * @param samples its length, in samples of 16 kHz
     * @param damage what was wrong with it; empty for nothing
     */
    record Ending(long samples, double declaredSeconds, String damage) {}

    /** A chunk and its place in the job. */
    record Piece(int index, Cut cut) {}

    /**
     * @param sent chunks that were sent before: so many are cut and dropped
     * @param lost those of them that are kept all the same, to be sent again
     */
    Cutting(SourceOpener opener, TranscriptionJob job, int sent, Set<Integer> lost, int lookAhead, Executor pool) {
        this.opener = opener;
        this.job = job;
        this.sent = sent;
        this.lost = Set.copyOf(lost);
        this.lookAhead = lookAhead;
        this.pool = pool;
    }

    /** Nothing is wanted behind the chunks that were lost: the rest of the source is left alone. */
    synchronized void endBehindLost() {
        last = lost.stream().mapToInt(Integer::intValue).max().orElse(-1);
    }

    /** Asks for another step where there is room for what it brings. */
    synchronized void pull() {
        boolean full = ready.size() >= lookAhead;
        if (running || closed || isOver() || full) {
            return;
        }
        running = true;
        pool.execute(this::step);
    }

    /** The chunk that comes next; it stays. */
    synchronized @Nullable Piece peek() {
        return ready.peek();
    }

    /** Takes the chunk that comes next, and has its place filled. */
    synchronized @Nullable Piece take() {
        Piece next = ready.poll();
        pull();
        return next;
    }

    /** Whether the source could be opened. */
    synchronized boolean isOpened() {
        return opened;
    }

    synchronized double declaredSeconds() {
        return declaredSeconds;
    }

    /** The end, once the source was read to it; chunks may wait to be taken. */
    synchronized @Nullable Ending decoded() {
        return ending;
    }

    /** The end, once all chunks were taken. */
    synchronized @Nullable Ending ending() {
        return ready.isEmpty() ? ending : null;
    }

    /** What went wrong on the pool; nothing more comes. */
    synchronized @Nullable Throwable failure() {
        return failure;
    }

    /** Whether a step is under way. */
    synchronized boolean isRunning() {
        return running;
    }

    /** Whether all of the source was cut, or no more of it can be. */
    synchronized boolean isOver() {
        return ending != null || failure != null;
    }

    /** Drops the source and its chunks; a step that is under way ends first, on the pool. */
    synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        ready.clear();
        if (!running) {
            onPool(this::closeSource);
        }
    }

    private void step() {
        try {
            OpenSource open = source();
            if (open == null) {
                opened(opener.open(job));
            } else {
                keep(open.next(), open);
            }
        } catch (RuntimeException | Error e) {
            failed(e);
        }
        if (!goesOn()) {
            closeSource();
        }
    }

    private synchronized @Nullable OpenSource source() {
        return source;
    }

    private synchronized void opened(OpenSource open) {
        source = open;
        opened = true;
        declaredSeconds = open.declaredSeconds();
    }

    private synchronized void failed(Throwable cause) {
        failure = cause;
    }

    private synchronized void keep(@Nullable Cut cut, OpenSource open) {
        declaredSeconds = open.declaredSeconds();
        if (closed) {
            return;
        }
        if (cut == null) {
            if (nextIndex < sent) {
                throw new RejectedException(
                        Reason.SOURCE_CHANGED,
                        "the source holds less than when its first chunks were sent; send it again under another id");
            }
            ending = new Ending(open.samples(), declaredSeconds, open.damage());
        } else {
            int index = nextIndex++;
            if (index >= sent || lost.contains(index)) {
                ready.add(new Piece(index, cut));
            }
            if (index >= last) {
                ending = new Ending(open.samples(), declaredSeconds, "");
            }
        }
    }

    private synchronized boolean goesOn() {
        running = false;
        if (closed || isOver()) {
            return false;
        }
        pull();
        return true;
    }

    private synchronized @Nullable OpenSource giveUpSource() {
        OpenSource open = source;
        source = null;
        return open;
    }

    private void closeSource() {
        OpenSource open = giveUpSource();
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (RuntimeException e) {
            LOG.atWarn().addKeyValue("jobId", job.getJobId()).setCause(e).log("source not closed cleanly");
        }
    }

    private void onPool(Runnable task) {
        try {
            pool.execute(task);
        } catch (RejectedExecutionException e) {
            // The pool is gone before its sources: nobody else will run it.
            task.run();
        }
    }
}
