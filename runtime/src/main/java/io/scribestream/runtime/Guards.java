package io.scribestream.runtime;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What stands between this process and all that it depends on: a breaker for each name, and retries. A name is that of a
 * dependency that fails as a whole: {@code engine}, {@code redis}, {@code fetch example.org}; its breaker is kept as long
 * as the process lives, so there are to be few. One for a process; thread-safe.
 *
 * <p>Whose fault an error is decides as everywhere: a dependency's is counted and tried again; the input's and our own are
 * neither, and pass through as they are. A call that an open breaker holds back ends with an
 * {@link UnavailableException} that {@linkplain UnavailableException#isHeld says so}.
 *
 * <p>Metrics: {@code circuit.breaker.state} (0 closed, 1 half open, 2 open) and {@code circuit.breaker.failures}, tagged
 * with the {@code name}.
 */
public final class Guards implements BreakerSet {

    private static final Logger LOG = LoggerFactory.getLogger(Guards.class);
    private static final double JITTER = 0.25;

    /** How long a wait goes on without asking whether it is of any use. */
    private static final Duration LOOK = Duration.ofMillis(100);

    /** A call to a dependency. */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        T call() throws E;
    }

    /** Waits; tests do not. */
    @FunctionalInterface
    public interface Pause {
        Pause SLEEP = time -> TimeUnit.NANOSECONDS.sleep(time.toNanos());

        void sleep(Duration time) throws InterruptedException;
    }

    private final CircuitBreakerRegistry breakers;
    private final Set<String> forcedOpen = ConcurrentHashMap.newKeySet();
    private final List<Consumer<BreakerChange>> listeners = new CopyOnWriteArrayList<>();
    private final int retries;
    private final Duration longestRetry;
    private final IntervalFunction waits;
    private final Pause pause;

    public Guards(GuardConfig config) {
        this(config, new RunningClock(System::nanoTime), Pause.SLEEP);
    }

    /** @param clock of the breakers; one that never jumps */
    public Guards(GuardConfig config, Clock clock, Pause pause) {
        this.breakers = Breakers.registry(config, clock, this::changed);
        breakers.getEventPublisher().onEntryAdded(added -> {
            if (forcedOpen.contains(added.getAddedEntry().getName())) {
                added.getAddedEntry().transitionToForcedOpenState();
            }
        });
        this.retries = config.retries();
        this.longestRetry = config.longestRetry();
        this.waits = IntervalFunction.ofExponentialRandomBackoff(config.firstRetry(), 2, JITTER, longestRetry);
        this.pause = pause;
    }

    /** Told every change of every breaker, in the thread that brought it about; returns soon. */
    public void onChange(Consumer<BreakerChange> listener) {
        listeners.add(listener);
    }

    public void forget(Consumer<BreakerChange> listener) {
        listeners.remove(listener);
    }

    /**
     * Forgets a breaker and its metrics, as of a dependency that was asked once and may never be again; an open one stays,
     * since others are to be spared the same failures.
     *
     * @return whether it is forgotten
     */
    public boolean drop(String name) {
        if (state(name) != BreakerState.CLOSED) {
            return false;
        }
        breakers.remove(name);
        Breakers.forgetMeters(name);
        return true;
    }

    @Override
    public List<Standing> standings() {
        return breakers.getAllCircuitBreakers().stream()
                .map(breaker -> new Standing(
                        breaker.getName(),
                        Breakers.state(breaker.getState()),
                        forcedOpen.contains(breaker.getName()),
                        breaker.getMetrics().getNumberOfFailedCalls()))
                .sorted(Comparator.comparing(Standing::name))
                .toList();
    }

    /** Whatever the calls before that did. */
    @Override
    public void forceOpen(String name) {
        if (forcedOpen.add(name)) {
            breakers.find(name).ifPresent(CircuitBreaker::transitionToForcedOpenState);
        }
    }

    @Override
    public void reset(String name, Instant ordered) {
        forcedOpen.remove(name);
        breakers.find(name).ifPresent(breaker -> {
            if (breaker.getState() == CircuitBreaker.State.CLOSED) {
                breaker.reset();
            } else {
                breaker.transitionToClosedState();
            }
        });
    }

    public BreakerState state(String name) {
        return Breakers.state(breakers.circuitBreaker(name).getState());
    }

    /**
     * One attempt, if the breaker lets it through.
     *
     * @throws UnavailableException held, if it does not
     * @throws E what the work throws, as it is
     */
    public <T, E extends Exception> T call(String name, Work<T, E> work) throws E {
        CircuitBreaker breaker = breakers.circuitBreaker(name);
        if (!breaker.tryAcquirePermission()) {
            throw UnavailableException.held("the breaker of " + name + " is open after too many failures");
        }
        long began = System.nanoTime();
        try {
            T result = work.call();
            breaker.onSuccess(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            return result;
        } catch (Throwable e) {
            breaker.onError(System.nanoTime() - began, TimeUnit.NANOSECONDS, e);
            throw e;
        }
    }

    /** {@link #retrying(String, Work, BooleanSupplier)} of what is always wanted. */
    public <T, E extends Exception> T retrying(String name, Work<T, E> work) throws E {
        return retrying(name, work, () -> false);
    }

    /**
     * Attempts, with longer and longer waits in between; none more once the breaker is open.
     *
     * @param unwanted asked during waits: whether nobody wants the result any more
     * @throws UnavailableException held, if the breaker did not even let the first attempt through
     * @throws E what the last attempt threw
     */
    public <T, E extends Exception> T retrying(String name, Work<T, E> work, BooleanSupplier unwanted) throws E {
        for (int attempt = 1; ; attempt++) {
            try {
                return call(name, work);
            } catch (Exception e) {
                if (attempt > retries
                        || !Breakers.isDependencys(e)
                        || state(name) == BreakerState.OPEN
                        || !waited(name, attempt, e, unwanted)) {
                    throw e;
                }
            }
        }
    }

    private boolean waited(String name, int attempt, Exception because, BooleanSupplier unwanted) {
        Duration wait = Duration.ofMillis(Math.min(waits.apply(attempt), longestRetry.toMillis()));
        LOG.atWarn()
                .addKeyValue("breaker", name)
                .addKeyValue("attempt", attempt)
                .addKeyValue("waitMs", wait.toMillis())
                .addKeyValue("reason", because.getMessage())
                .log("something needed is away, trying again");
        try {
            for (Duration left = wait; !left.isNegative() && !left.isZero(); left = left.minus(LOOK)) {
                if (unwanted.getAsBoolean()) {
                    return false;
                }
                pause.sleep(left.compareTo(LOOK) < 0 ? left : LOOK);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void changed(BreakerChange change) {
        LOG.atLevel(change.to() == BreakerState.OPEN ? Level.WARN : Level.INFO)
                .addKeyValue("breaker", change.name())
                .addKeyValue("from", change.from().code())
                .log("breaker is {}", change.to().code());
        listeners.forEach(listener -> listener.accept(change));
    }
}
