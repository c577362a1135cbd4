package io.scribestream.ingest.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.ingest.limits.RedisLimiter.Timing;
import io.scribestream.runtime.GuardConfig;
import io.scribestream.runtime.Guards;
import io.scribestream.runtime.Health;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.resps.Tuple;

@Timeout(120)
class RedisLimiterTest {

    private static final Duration KEPT = Duration.ofHours(1);
    private static final EndpointClass CLASS = EndpointClass.TRANSCRIBE;
    private static final String KEY = "scribe:limits:{anna}:transcribe";
    private static final Timing TIMING =
            new Timing(Duration.ofSeconds(2), Duration.ofMillis(50), Duration.ofSeconds(30), Duration.ofSeconds(30));
    private static final GuardConfig BREAKER =
            new GuardConfig(5, Duration.ofMillis(200), 3, 2, 0, Duration.ofMillis(1), Duration.ofMillis(1));

    private final List<RedisLimiter> instances = new ArrayList<>();
    private RealRedis redis;

    @BeforeEach
    void start() throws IOException {
        redis = RealRedis.start();
    }

    @AfterEach
    void stop() throws IOException {
        instances.forEach(RedisLimiter::close);
        redis.close();
    }

    @Test
    void letsExactlyTheLimitThroughFromFiftyThreadsOnThreeInstances() throws Exception {
        List<Window> windows = List.of(window("hour", KEPT, 100));
        begin(3);
        AtomicInteger allowed = new AtomicInteger();

        inThreads(50, instance -> {
            for (int i = 0; i < 10; i++) {
                if (instance.take("anna", CLASS, windows).allowed()) {
                    allowed.incrementAndGet();
                }
            }
        });

        assertThat(allowed).hasValue(100);
    }

    /** Redis' own record of the admitted requests shows that no stretch of the short window's length had more. */
    @Test
    void keepsTheShortWindowAtItsEdgesWhileTheLongOneFills() throws Exception {
        Duration edge = Duration.ofMillis(150);
        List<Window> windows = List.of(window("short", edge, 20), window("long", KEPT, 110));
        begin(3);
        AtomicInteger allowed = new AtomicInteger();

        inThreads(50, instance -> {
            while (allowed.get() < 110) {
                Verdict verdict = instance.take("anna", CLASS, windows);
                if (verdict.allowed()) {
                    allowed.incrementAndGet();
                } else {
                    sleep(Duration.ofMillis(ThreadLocalRandom.current().nextInt(5)));
                }
            }
            assertThat(instance.take("anna", CLASS, windows).allowed()).isFalse();
        });

        assertThat(allowed).hasValue(110);
        List<Tuple> admitted = admitted();
        assertThat(admitted).hasSize(110);
        for (int i = 20; i < admitted.size(); i++) {
            double apart = admitted.get(i).getScore() - admitted.get(i - 20).getScore();
            assertThat(apart).as("microseconds to the 20th after it").isGreaterThanOrEqualTo(150_000);
        }
    }

    @Test
    void takesNothingFromAnyWindowForWhatItRefuses() {
        List<Window> windows = List.of(window("hour", Duration.ofMinutes(1), 2), window("day", KEPT, 10));
        RedisLimiter limiter = begin(1).get(0);
        for (int i = 0; i < 9; i++) {
            limiter.take("anna", CLASS, windows);
        }

        Verdict refused = limiter.take("anna", CLASS, windows);

        assertThat(refused.allowed()).isFalse();
        assertThat(refused.usages()).extracting(Usage::used).containsExactly(2, 2);
        assertThat(refused.tightest().window().name()).isEqualTo("hour");
        assertThat(refused.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(1));
        assertThat(admitted()).hasSize(2);
    }

    @Test
    void countsEveryClientAndEveryClassForItself() {
        List<Window> windows = List.of(window("hour", KEPT, 1));
        RedisLimiter limiter = begin(1).get(0);

        assertThat(limiter.take("anna", CLASS, windows).allowed()).isTrue();
        assertThat(limiter.take("anna", CLASS, windows).allowed()).isFalse();
        assertThat(limiter.take("anna", EndpointClass.RESULT, windows).allowed())
                .isTrue();
        assertThat(limiter.take("bert", CLASS, windows).allowed()).isTrue();
        assertThat(limiter.look("carl", CLASS, windows).usages())
                .extracting(Usage::used)
                .containsExactly(0);
        assertThat(limiter.look("bert", CLASS, windows).allowed()).isFalse();
    }

    /** Agrees with the log in this process, which is held to the definition. */
    @Test
    void saysWhenThereIsRoomAsTheLocalWindowsDo() {
        List<Window> windows = List.of(window("short", Duration.ofMinutes(1), 3), window("long", KEPT, 5));
        RedisLimiter inRedis = begin(1).get(0);
        LocalLimiter local = new LocalLimiter(KEPT);

        for (int i = 0; i < 5; i++) {
            Verdict there = inRedis.take("anna", CLASS, windows);
            Verdict here = local.take("anna", CLASS, windows);
            assertThat(there.allowed()).isEqualTo(here.allowed());
            assertThat(there.usages())
                    .extracting(Usage::used)
                    .containsExactlyElementsOf(
                            here.usages().stream().map(Usage::used).toList());
            for (int w = 0; w < windows.size(); w++) {
                assertThat(there.usages().get(w).reset())
                        .isCloseTo(here.usages().get(w).reset(), Duration.ofSeconds(20));
            }
        }
    }

    @Test
    void keepsToItsShareWhileRedisIsAwayAndComesBackWithoutABurst() throws Exception {
        List<Window> windows = List.of(window("hour", KEPT, 91));
        begin(3);
        // All know of all: each has beaten since the last began.
        until("shares", () -> instances.stream().allMatch(one -> share(one, 91) <= 31));
        int allowed = 0;
        for (RedisLimiter instance : instances) {
            allowed += take(instance, windows, 20);
        }
        assertThat(allowed).isEqualTo(60);

        redis.stop();
        for (RedisLimiter instance : instances) {
            allowed += take(instance, windows, 50);
        }

        assertThat(allowed).isEqualTo(91);
        assertThat(instances).allSatisfy(instance -> {
            assertThat(instance.check().isReady()).isTrue();
            assertThat(instance.check().detail()).startsWith("each of 3 instances");
        });

        redis.startAgain();
        until("all counted in Redis again", () -> instances.stream()
                .allMatch(instance -> instance.check().detail().equals("counted in Redis")));

        for (RedisLimiter instance : instances) {
            assertThat(take(instance, windows, 5)).isZero();
        }
        assertThat(admitted()).hasSize(91);
    }

    @Test
    void letsNothingExtraThroughWhileRedisGoesAndComes() throws Exception {
        List<Window> windows = List.of(window("hour", KEPT, 300));
        begin(3);
        until("shares", () -> instances.stream().allMatch(one -> share(one, 300) <= 100));
        AtomicInteger allowed = new AtomicInteger();
        AtomicInteger rounds = new AtomicInteger();

        ExecutorService pool = Executors.newFixedThreadPool(1);
        Future<?> outages = pool.submit(() -> {
            for (int i = 0; i < 3; i++) {
                sleep(Duration.ofMillis(150));
                redis.stop();
                sleep(Duration.ofMillis(150));
                redis.startAgain();
            }
            return null;
        });
        // As a balancer would: every instance gets as many as every other.
        while (!outages.isDone()) {
            for (RedisLimiter instance : instances) {
                allowed.addAndGet(take(instance, windows, 1));
            }
            rounds.incrementAndGet();
            sleep(Duration.ofMillis(2));
        }
        outages.get();
        pool.shutdown();
        until("all counted in Redis again", () -> instances.stream()
                .allMatch(instance -> instance.check().detail().equals("counted in Redis")));
        for (RedisLimiter instance : instances) {
            allowed.addAndGet(take(instance, windows, 400));
        }

        assertThat(allowed).hasValue(300);
    }

    @Test
    void limitsOnItsOwnWhereRedisHasNeverBeen() throws Exception {
        redis.stop();
        List<Window> windows = List.of(window("hour", KEPT, 10));

        RedisLimiter limiter = begin(1).get(0);

        assertThat(take(limiter, windows, 20)).isEqualTo(10);
        assertThat(limiter.look("anna", CLASS, windows).allowed()).isFalse();
        assertThat(limiter.check().status()).isEqualTo(Health.Status.DEGRADED);
    }

    @Test
    void asksRedisItselfWhenSomebodyLooksHowItIs() throws Exception {
        RedisLimiter limiter = begin(1).get(0);
        until("counted in Redis", () -> limiter.look().equals(Health.ready("counted in Redis")));

        redis.stop();

        Health gone = limiter.look();
        assertThat(gone.status()).isEqualTo(Health.Status.DEGRADED);
        assertThat(gone.detail()).startsWith("Redis does not answer");
    }

    private List<RedisLimiter> begin(int count) {
        for (int i = 0; i < count; i++) {
            instances.add(RedisLimiter.start(redis.uri(), new Guards(BREAKER), "api-" + i, KEPT, TIMING));
        }
        return instances;
    }

    /** What it would keep to without Redis. */
    private static int share(RedisLimiter instance, int limit) {
        return instance.share(window("hour", KEPT, limit)).limit();
    }

    private static int take(RedisLimiter instance, List<Window> windows, int times) {
        int allowed = 0;
        for (int i = 0; i < times; i++) {
            allowed += instance.take("anna", CLASS, windows).allowed() ? 1 : 0;
        }
        return allowed;
    }

    private List<Tuple> admitted() {
        try (RedisClient client = RedisClient.create(redis.uri())) {
            return client.zrangeWithScores(KEY, 0, -1);
        }
    }

    private interface Work {
        void of(RedisLimiter instance) throws Exception;
    }

    private void inThreads(int threads, Work work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            RedisLimiter instance = instances.get(i % instances.size());
            running.add(pool.submit(() -> {
                work.of(instance);
                return null;
            }));
        }
        for (Future<?> one : running) {
            one.get();
        }
        pool.shutdown();
    }

    private void until(String what, BooleanSupplier so) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!so.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("still waiting for %s: %s", what, states())
                    .isLessThan(deadline);
            sleep(Duration.ofMillis(10));
        }
    }

    private List<String> states() {
        return instances.stream().map(instance -> instance.check().detail()).toList();
    }

    private static void sleep(Duration time) throws InterruptedException {
        Thread.sleep(time.toMillis());
    }

    private static Window window(String name, Duration length, int limit) {
        return new Window(name, length, limit);
    }
}
