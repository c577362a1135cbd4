package io.scribestream.runtime;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a stream thread that died: with a dependency away it is replaced after a while and reads its records
 * again, and so it is where another member took its place in the group, a few times; otherwise the stream stops and the
 * reason is kept. Called by the dying threads.
 */
final class FaultPolicy implements StreamsUncaughtExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(FaultPolicy.class);
    private static final int MOST_RESTARTS = 20;

    /** Once is what a kill may leave behind; two of one name do it to each other again and again. */
    private static final int MOST_FENCED = 4;

    /** Whoever was held back waited long already. */
    private static final Duration HELD_WAIT = Duration.ofSeconds(1);

    private final String flow;
    private final Clock clock;
    private final Duration heldWait;
    private final Runnable beforeReplacing;
    private final Restarts restarts = new Restarts(MOST_RESTARTS);
    private final Restarts fenced = new Restarts(MOST_FENCED);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** @param beforeReplacing runs in the dying thread, just before another takes its place */
    FaultPolicy(String flow, Clock clock, Runnable beforeReplacing) {
        this(flow, clock, HELD_WAIT, beforeReplacing);
    }

    FaultPolicy(String flow, Clock clock, Duration heldWait, Runnable beforeReplacing) {
        this.heldWait = heldWait;
        this.flow = flow;
        this.clock = clock;
        this.beforeReplacing = beforeReplacing;
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable error) {
        boolean isFenced = Fault.cause(error, FencedInstanceIdException.class).isPresent();
        if (!isFenced && Fault.of(error) != Fault.DEPENDENCY) {
            return stop("the stream stops", error, error);
        }
        Optional<Duration> wait = isHeld(error) ? Optional.of(heldWait) : nextWait(isFenced ? fenced : restarts);
        if (wait.isEmpty()) {
            return isFenced
                    ? stop("another one has its name, the stream stops", error, namesake())
                    : stop("what it needs stays away, the stream stops", error, error);
        }
        LOG.atWarn()
                .addKeyValue("flow", flow)
                .addKeyValue("waitMs", wait.get().toMillis())
                .addKeyValue("reason", Fault.root(error).toString())
                .log(
                        isFenced
                                ? "another one has its place in the group, taking it back"
                                : "something the stream needs is away, trying again");
        if (isClosingWithin(wait.get())) {
            return SHUTDOWN_CLIENT;
        }
        beforeReplacing.run();
        return REPLACE_THREAD;
    }

    /** Why the stream stopped; empty while it runs and after an ordinary end. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Something that no thread died of, and that the stream cannot go on with. */
    void fail(Throwable error) {
        LOG.atError().addKeyValue("flow", flow).setCause(error).log("the stream cannot go on");
        failure.compareAndSet(null, error);
    }

    /** Lets threads that wait for their restart end instead. */
    void close() {
        closing.countDown();
    }

    /** With a breaker open the stream waits as long as it takes: none of its restarts is counted. */
    private static boolean isHeld(Throwable error) {
        return Fault.cause(error, UnavailableException.class)
                .filter(UnavailableException::isHeld)
                .isPresent();
    }

    private EnvironmentException namesake() {
        return new EnvironmentException("another " + flow + " has the same name and takes its place; give each its own "
                + Setting.SCRIBE_INSTANCE_ID);
    }

    private StreamThreadExceptionResponse stop(String what, Throwable error, Throwable reason) {
        LOG.atError().addKeyValue("flow", flow).setCause(error).log(what);
        failure.compareAndSet(null, reason);
        return SHUTDOWN_CLIENT;
    }

    private synchronized Optional<Duration> nextWait(Restarts of) {
        return of.next(clock.instant());
    }

    private boolean isClosingWithin(Duration wait) {
        try {
            return closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
