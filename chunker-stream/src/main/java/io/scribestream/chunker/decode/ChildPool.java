package io.scribestream.chunker.decode;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Decoder processes: at most one waits warm, the others are at work. Safe for threads. */
final class ChildPool implements AutoCloseable {

    private final Supplier<DecoderChild> starter;
    private final ExecutorService background = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "decoder-starter");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<DecoderChild> alive = ConcurrentHashMap.newKeySet();
    private @Nullable CompletableFuture<DecoderChild> spare;
    private boolean closed;

    ChildPool(Supplier<DecoderChild> starter) {
        this.starter = starter;
    }

    /** Starts a spare in the background, if there is none. */
    synchronized void warmUp() {
        if (spare == null && !closed) {
            spare = CompletableFuture.supplyAsync(this::start, background);
        }
    }

    /** @throws io.scribestream.runtime.UnavailableException if no process can be started */
    DecoderChild take() {
        CompletableFuture<DecoderChild> waiting;
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("the decoder is closed");
            }
            waiting = spare;
            spare = null;
        }
        // a spare that could not be started says so only here: start again and let this caller see why
        DecoderChild child =
                waiting == null ? null : waiting.exceptionally(failed -> null).join();
        if (child != null && child.isAlive()) {
            return child;
        }
        if (child != null) {
            alive.remove(child);
        }
        return start();
    }

    /** A process that has answered its last request whole: it becomes the spare, or ends where there is one. */
    void giveBack(DecoderChild child) {
        synchronized (this) {
            if (spare == null && !closed) {
                spare = CompletableFuture.completedFuture(child);
                return;
            }
        }
        end(child);
    }

    /** A process in the middle of an answer: it ends and another is started. */
    void discard(DecoderChild child) {
        end(child);
        warmUp();
    }

    private void end(DecoderChild child) {
        child.kill();
        alive.remove(child);
    }

    private DecoderChild start() {
        DecoderChild child = starter.get();
        synchronized (this) {
            if (!closed) {
                alive.add(child);
                return child;
            }
        }
        child.kill();
        throw new IllegalStateException("the decoder is closed");
    }

    /** Ends all processes, also those at work. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            spare = null;
        }
        background.shutdown();
        alive.forEach(DecoderChild::kill);
        alive.clear();
    }
}
