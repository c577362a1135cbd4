package io.scribestream.standalone;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Steps of a start that run beside each other, each in a daemon thread of its own. */
final class Beside {

    private final StartUp startUp;

    Beside(StartUp startUp) {
        this.startUp = startUp;
    }

    <T> CompletableFuture<T> start(String step, Callable<T> making) {
        CompletableFuture<T> made = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        made.complete(startUp.step(step, making));
                    } catch (Throwable e) {
                        made.completeExceptionally(e);
                    }
                },
                step);
        thread.setDaemon(true);
        thread.start();
        return made;
    }

    /**
     * Waits for what a step makes.
     *
     * @throws RuntimeException that of the step
     * @throws EnvironmentException if it ended with anything else
     */
    static <T> T get(CompletableFuture<T> step) throws InterruptedException {
        try {
            return step.get();
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    /** As {@link #get}, without waiting for a step that is under way. */
    static void requireNoFailure(CompletableFuture<?> step) {
        if (step.isCompletedExceptionally()) {
            try {
                step.join();
            } catch (CompletionException e) {
                throw failure(e);
            }
        }
    }

    private static RuntimeException failure(Exception e) {
        if (e.getCause() instanceof RuntimeException cause) {
            return cause;
        }
        Lack lack = e.getCause() instanceof LinkageError ? Lack.NATIVE_UNUSABLE : Lack.ENVIRONMENT;
        return new EnvironmentException(lack, "the start failed: " + e.getCause(), e);
    }
}
