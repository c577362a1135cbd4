package io.scribestream.runtime.watch;

import io.scribestream.runtime.Health;
import io.scribestream.runtime.watch.HealthReport.Check;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks all that a process needs, side by side, and waits no longer than a cap. Whoever asks while a look is under way gets
 * what that one finds, so one that hangs never has a second beside it. Thread-safe.
 */
public final class HealthChecks implements AutoCloseable {

    /** No answer takes longer. */
    public static final Duration CAP = Duration.ofSeconds(2);

    private final List<HealthCheck> checks;
    private final Duration cap;
    private final InstantSource clock;
    private final Map<String, CompletableFuture<Check>> underWay = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "health-check");
        thread.setDaemon(true);
        return thread;
    });

    public HealthChecks(List<HealthCheck> checks) {
        this(checks, CAP, InstantSource.system());
    }

    HealthChecks(List<HealthCheck> checks, Duration cap, InstantSource clock) {
        this.checks = List.copyOf(checks);
        this.cap = cap;
        this.clock = clock;
    }

    /** At most after the cap. */
    HealthReport ask(String service, String version) {
        long began = System.nanoTime();
        Map<String, CompletableFuture<Check>> asked = new LinkedHashMap<>();
        checks.forEach(check -> asked.put(check.name(), begun(check)));
        Map<String, Check> answers = new LinkedHashMap<>();
        asked.forEach((name, answer) -> answers.put(name, await(answer, began)));
        return HealthReport.of(service, version, answers, clock.instant());
    }

    private CompletableFuture<Check> begun(HealthCheck check) {
        return underWay.computeIfAbsent(check.name(), name -> {
            CompletableFuture<Check> answer = new CompletableFuture<>();
            threads.execute(() -> {
                Check found = look(check);
                underWay.remove(name);
                answer.complete(found);
            });
            return answer;
        });
    }

    private static Check look(HealthCheck check) {
        long began = System.nanoTime();
        Health finding;
        try {
            finding = check.look();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            finding = Health.failed("interrupted");
        } catch (Exception e) {
            finding = Health.failed(because(e));
        }
        return Check.of(finding, millisSince(began));
    }

    private Check await(CompletableFuture<Check> answer, long began) {
        try {
            long left = cap.toNanos() - (System.nanoTime() - began);
            return answer.get(Math.max(0, left), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return Check.of(Health.failed("no answer within " + cap.toMillis() + " ms"), millisSince(began));
        } catch (ExecutionException e) {
            throw new IllegalStateException("a look never fails", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Check.of(Health.failed("interrupted"), millisSince(began));
        }
    }

    private static String because(Exception e) {
        Throwable why = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
        return why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
    }

    private static long millisSince(long began) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        checks.forEach(HealthCheck::close);
    }
}
