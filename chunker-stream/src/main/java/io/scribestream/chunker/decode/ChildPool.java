package io.scribestream.chunker.decode;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decoder processes, used again and again: those that answered their last request whole wait for the next one, within
 * the {@link ReuseLimits}. One that had anything to complain of in a file never sees another client's: it is replaced.
 * There are never more waiting than were at work at once. Safe for threads.
 */
final class ChildPool implements AutoCloseable {

    private final Supplier<DecoderChild> starter;
    private final ReuseLimits limits;
    private final ExecutorService background = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "decoder-starter");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<DecoderChild> alive = ConcurrentHashMap.newKeySet();

    /** Waiting processes; the one that was used last is first. */
    private final Deque<DecoderChild> idle = new ArrayDeque<>();

    private @Nullable CompletableFuture<DecoderChild> spare;
    private int idleSinceLastLook;
    private boolean closed;

    /** @param clock looks for processes that are not needed any longer */
    ChildPool(Supplier<DecoderChild> starter, ReuseLimits limits, ScheduledExecutorService clock) {
        this.starter = starter;
        this.limits = limits;
        long every = limits.idle().toMillis();
        clock.scheduleWithFixedDelay(this::endIdle, every, every, TimeUnit.MILLISECONDS);
    }

    /** Starts a spare in the background, if none waits. */
    synchronized void warmUp() {
        if (spare == null && idle.isEmpty() && !closed) {
            spare = CompletableFuture.supplyAsync(this::start, background);
        }
    }

    /** @throws io.scribestream.runtime.UnavailableException if no process can be started */
    DecoderChild take() {
        DecoderChild waiting = waiting();
        while (waiting != null && !waiting.isAlive()) {
            alive.remove(waiting);
            waiting = waiting();
        }
        return waiting == null ? start() : waiting;
    }

    private @Nullable DecoderChild waiting() {
        CompletableFuture<DecoderChild> starting;
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("the decoder is closed");
            }
            if (!idle.isEmpty()) {
                DecoderChild child = idle.pop();
                idleSinceLastLook = Math.min(idleSinceLastLook, idle.size());
                return child;
            }
            starting = spare;
            spare = null;
        }
        // a spare that could not be started says so only here: start again and let this caller see why
        return starting == null ? null : starting.exceptionally(failed -> null).join();
    }

    /** A process that has answered its last request whole, without a complaint about the file. */
    void giveBack(DecoderChild child) {
        if (child.files() >= limits.files() || child.residentBytes() > limits.residentBytes()) {
            discard(child);
            return;
        }
        synchronized (this) {
            if (!closed) {
                idle.push(child);
                return;
            }
        }
        end(child);
    }

    /** A process in the middle of an answer, or one that saw a bad file: it ends, and there is another if none waits. */
    void discard(DecoderChild child) {
        end(child);
        warmUp();
    }

    /** Ends what was waiting all the time since the last look, but for one. */
    private void endIdle() {
        List<DecoderChild> ending = new ArrayList<>();
        synchronized (this) {
            for (int surplus = Math.min(idleSinceLastLook, idle.size()); surplus > 1; surplus--) {
                ending.add(idle.removeLast());
            }
            idleSinceLastLook = idle.size();
        }
        ending.forEach(this::end);
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
            idle.clear();
        }
        background.shutdown();
        alive.forEach(DecoderChild::kill);
        alive.clear();
    }
}
