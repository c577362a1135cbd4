package io.scribestream.chunker.vad;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * As many scratches as there are calls at once, however many sources come and go. Memory outside the heap goes only when
 * the garbage collector happens on the small object that stands for it, which may be hours later. Thread-safe.
 */
final class ScratchPool {

    private final ConcurrentLinkedDeque<Scratch> idle = new ConcurrentLinkedDeque<>();
    private final Supplier<Scratch> maker;

    ScratchPool(Supplier<Scratch> maker) {
        this.maker = maker;
    }

    /** Lends a scratch for as long as the work takes. */
    void with(Consumer<Scratch> work) {
        Scratch scratch = idle.poll();
        if (scratch == null) {
            scratch = maker.get();
        }
        try {
            work.accept(scratch);
        } finally {
            idle.push(scratch);
        }
    }
}
