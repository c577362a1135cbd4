package io.scribestream.transcriber.engine.onnx.decode;

import io.scribestream.runtime.UnavailableException;
import io.scribestream.transcriber.engine.AbortedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;

/** A chunk that somebody waits for. */
final class Job {

    private final Task task;
    private final BooleanSupplier abort;
    private final CompletableFuture<Decoded> answer = new CompletableFuture<>();
    private volatile boolean givenUp;

    /** @param abort asked once a turn until the job ends */
    Job(Task task, BooleanSupplier abort) {
        this.task = task;
        this.abort = abort;
    }

    Task task() {
        return task;
    }

    /** @throws AbortedException if its caller wants it no more; what the caller's question throws comes out too */
    void check() {
        if (givenUp || abort.getAsBoolean()) {
            throw new AbortedException();
        }
    }

    void complete(Decoded result) {
        answer.complete(result);
    }

    void fail(RuntimeException why) {
        answer.completeExceptionally(why);
    }

    /**
     * Waits for the answer, in its caller's thread.
     *
     * @throws UnavailableException if the job failed, or the thread was interrupted
     */
    Decoded await() {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            givenUp = true;
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while a chunk was heard", e);
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static RuntimeException failure(ExecutionException e) {
        Throwable why = e.getCause();
        if (why instanceof UnavailableException) { // may be the answer to several callers
            return new UnavailableException(String.valueOf(why.getMessage()), why);
        }
        return why instanceof RuntimeException ? (RuntimeException) why : new IllegalStateException(e);
    }
}
