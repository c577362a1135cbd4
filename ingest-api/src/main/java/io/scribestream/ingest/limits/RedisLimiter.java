package io.scribestream.ingest.limits;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.scribestream.ingest.limits.LocalWindows.Log;
import io.scribestream.ingest.limits.RedisWindows.Beat;
import io.scribestream.runtime.BreakerState;
import io.scribestream.runtime.Guards;
import io.scribestream.runtime.Health;
import io.scribestream.runtime.UnavailableException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits of all instances together, counted in Redis; without it, each keeps to its share of them.
 *
 * <p>What this instance admits it also notes here. When Redis is lost, its share is therefore already used as far as it
 * was, and there is no burst. When Redis is back, all that was noted is carried there before anything else, and since
 * requests have ids, what Redis knows already is not counted twice, and what it lost is there again. Until all other
 * instances are back too, this one asks Redis and keeps to its share as well: what they admitted is not there yet.
 *
 * <p>The metric {@code rate.limit.degraded} is 1 while instances keep to their shares, else 0.
 */
public final class RedisLimiter implements RateLimiter {

    private static final Logger LOG = LoggerFactory.getLogger(RedisLimiter.class);

    /** The name of the breaker around Redis. */
    public static final String BREAKER = "redis";

    private static final int MOST_DOUBTS = 10_000;

    private enum Mode {
        /** Redis is away: this instance keeps to its share. */
        AWAY,
        /** Redis is back, others may not be: this instance keeps to its share, and asks Redis too. */
        RETURNING,
        /** Redis alone decides. */
        TOGETHER
    }

    /**
     * How it keeps in touch with Redis.
     *
     * @param patience for an answer
     * @param beat how often each instance says that it is there
     * @param lasting how long it counts as there after that
     * @param grace how long an instance that was there before may take to come back after another did
     */
    public record Timing(Duration patience, Duration beat, Duration lasting, Duration grace) {

        /** @param breakerOpen how long the breaker of Redis holds calls back */
        public static Timing after(Duration breakerOpen) {
            return new Timing(
                    Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofSeconds(10), breakerOpen.plusSeconds(10));
        }
    }

    /** A request that Redis may have counted, and that was refused here. */
    private record Doubt(Log log, String id) {}

    private final RedisWindows redis;
    private final Guards guards;
    private final String instance;
    private final Timing timing;
    private final LocalWindows local;
    private final ConcurrentLinkedQueue<Doubt> doubts = new ConcurrentLinkedQueue<>();
    private final AtomicLong count = new AtomicLong();
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor(RedisLimiter::thread);
    private final AtomicReference<Mode> mode = new AtomicReference<>(Mode.AWAY);
    private volatile Fleet fleet;
    private volatile String lost = "";

    /** Of the beating thread. */
    private long returnedAt;

    private RedisLimiter(RedisWindows redis, Guards guards, String instance, Timing timing, LocalWindows local) {
        this.redis = redis;
        this.guards = guards;
        this.instance = instance;
        this.timing = timing;
        this.local = local;
        this.fleet = Fleet.of(instance, Set.of());
    }

    /**
     * Asks Redis once, and goes on without it if it does not answer.
     *
     * @param uri of Redis; {@code rediss} for TLS
     * @param instance another name on every instance
     * @param kept the longest window that will be asked for
     */
    public static RedisLimiter start(URI uri, Guards guards, String instance, Duration kept, Timing timing) {
        LocalWindows local = new LocalWindows(() -> System.nanoTime() / 1000, kept);
        RedisWindows redis = new RedisWindows(uri, timing.patience());
        RedisLimiter limiter = new RedisLimiter(redis, guards, instance, timing, local);
        Gauge.builder("rate.limit.degraded", limiter, one -> one.mode.get() == Mode.TOGETHER ? 0 : 1)
                .description("1 while each instance keeps to its share of the limits")
                .register(Metrics.globalRegistry);
        limiter.beat();
        long every = timing.beat().toMillis();
        limiter.beats.scheduleWithFixedDelay(limiter::beat, every, every, TimeUnit.MILLISECONDS);
        return limiter;
    }

    @Override
    public Verdict take(String client, EndpointClass endpoints, List<Window> windows) {
        Log log = new Log(client, endpoints);
        String id = run + "-" + Long.toString(count.incrementAndGet(), Character.MAX_RADIX);
        boolean doubtful = false;
        if (mode.get() == Mode.TOGETHER) {
            try {
                Verdict verdict = guards.call(BREAKER, () -> redis.take(log, id, windows));
                if (verdict.allowed()) {
                    local.note(log, id);
                }
                return verdict;
            } catch (UnavailableException e) {
                lose(e);
                doubtful = true;
            }
        }
        Verdict own = local.take(log, id, shares(windows));
        if (!own.allowed()) {
            if (doubtful && doubts.size() < MOST_DOUBTS) {
                doubts.add(new Doubt(log, id));
            }
            return own;
        }
        // Read after the request was noted: either it is among what is carried, or Redis is asked here.
        return mode.get() == Mode.AWAY ? own : askToo(log, id, windows, own);
    }

    private Verdict askToo(Log log, String id, List<Window> windows, Verdict own) {
        try {
            Verdict all = guards.call(BREAKER, () -> redis.take(log, id, windows));
            if (!all.allowed()) {
                local.remove(log, id);
                return all;
            }
        } catch (UnavailableException e) {
            lose(e);
        }
        return own;
    }

    @Override
    public Verdict look(String client, EndpointClass endpoints, List<Window> windows) {
        Log log = new Log(client, endpoints);
        if (mode.get() == Mode.TOGETHER) {
            try {
                return guards.call(BREAKER, () -> redis.take(log, "", windows));
            } catch (UnavailableException e) {
                lose(e);
            }
        }
        return local.look(log, shares(windows));
    }

    @Override
    public String name() {
        return "redis";
    }

    /** Ready all the same while it is degraded: no request waits or fails for it. */
    @Override
    public Health check() {
        return switch (mode.get()) {
            case TOGETHER -> Health.ready("counted in Redis");
            case RETURNING -> Health.degraded("Redis is back, waiting for the other instances");
            case AWAY ->
                Health.degraded(
                        "each of " + fleet.known().size() + " instances keeps to its share of the limits; " + lost);
        };
    }

    /** Asks Redis itself, past the breaker: whoever looks wants to know how it is now. Requests do without it. */
    @Override
    public Health look() {
        try {
            redis.ping();
        } catch (UnavailableException e) {
            return Health.degraded(String.valueOf(e.getMessage()));
        }
        return check();
    }

    @Override
    public void close() {
        beats.shutdownNow();
        if (mode.get() != Mode.AWAY) {
            try {
                guards.call(BREAKER, () -> {
                    redis.leave(instance);
                    return true;
                });
            } catch (UnavailableException e) {
                LOG.atInfo().addKeyValue("reason", e.getMessage()).log("left without saying so to Redis");
            }
        }
        redis.close();
    }

    /** What this instance keeps to of a window without Redis. */
    Window share(Window window) {
        return fleet.share(window);
    }

    private List<Window> shares(List<Window> windows) {
        return windows.stream().map(fleet::share).toList();
    }

    /** Looks after Redis; on the beating thread, and once before it runs. */
    private void beat() {
        try {
            if (mode.get() != Mode.AWAY || isReachable()) {
                guards.call(BREAKER, () -> {
                    beatOnce();
                    return true;
                });
            }
        } catch (UnavailableException e) {
            lose(e);
        } catch (RuntimeException e) {
            // Thrown out of here, it would silently end the beating for good.
            LOG.atError().setCause(e).log("the limiter's beat failed");
            mode.set(Mode.AWAY);
            lost = String.valueOf(e);
        }
    }

    /** Not while the breaker tries Redis: it would hold requests back, and the next of them would lose Redis again. */
    private boolean isReachable() {
        guards.call(BREAKER, () -> {
            redis.ping();
            return true;
        });
        return guards.state(BREAKER) == BreakerState.CLOSED;
    }

    private void beatOnce() {
        // First, so that every request from here on is known to Redis or among what is carried.
        boolean back = mode.compareAndSet(Mode.AWAY, Mode.RETURNING);
        if (back) {
            carryAll();
        }
        Beat beat = redis.beat(instance, timing.lasting());
        if (back) {
            returnedAt = beat.now();
        } else if (!beat.known()) {
            LOG.warn("Redis has lost what it knew; it is told again");
            mode.set(Mode.AWAY);
            return;
        }
        long grace = timing.grace().toNanos() / 1000;
        boolean all = fleet.allHeardSince(returnedAt, beat.beats()) || beat.now() - returnedAt > grace;
        // A request that lost Redis in the meantime has not been carried.
        if (all && mode.compareAndSet(Mode.RETURNING, Mode.TOGETHER)) {
            LOG.atInfo().addKeyValue("instances", beat.beats().size()).log("limits are counted in Redis");
        }
        if (mode.get() == Mode.TOGETHER) {
            fleet = Fleet.of(instance, beat.beats().keySet());
        }
    }

    private void carryAll() {
        for (Log log : local.logs()) {
            redis.carry(log, local.entries(log), local.kept());
        }
        for (Doubt doubt = doubts.peek(); doubt != null; doubt = doubts.peek()) {
            redis.remove(doubt.log(), doubt.id());
            doubts.remove();
        }
    }

    private void lose(UnavailableException e) {
        if (mode.getAndSet(Mode.AWAY) != Mode.AWAY) {
            LOG.atWarn()
                    .addKeyValue("reason", e.getMessage())
                    .addKeyValue("instances", fleet.known().size())
                    .log("limits are shared among the instances until Redis answers");
        }
        lost = String.valueOf(e.getMessage());
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "limits-beat");
        thread.setDaemon(true);
        return thread;
    }
}
