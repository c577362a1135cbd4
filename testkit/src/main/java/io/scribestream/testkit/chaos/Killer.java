package io.scribestream.testkit.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Carries out a plan, and is the supervisor as well: who ends by itself is started again, as systemd, compose and
 * Kubernetes do. What it did is kept.
 */
public final class Killer implements AutoCloseable {

    private static final long LOOK_MILLIS = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration ORDERLY_END = Duration.ofSeconds(40);

    private final Crew crew;
    private final Watch watch;
    private final Consumer<String> say;
    private final ScheduledExecutorService later = Executors.newScheduledThreadPool(2, work -> {
        Thread thread = new Thread(work, "killer");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<String> inHand = new HashSet<>();
    private final List<Struck> done = new ArrayList<>();

    /** @param say told who ended by itself, and with what words */
    public Killer(Crew crew, Watch watch, Consumer<String> say) {
        this.crew = crew;
        this.watch = watch;
        this.say = say;
        later.scheduleWithFixedDelay(this::supervise, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Strikes, one after the other. Returns when all targets are up again.
     *
     * @param struck told how many strikes there have been
     */
    public void run(List<Strike> plan, IntConsumer struck) throws IOException, InterruptedException {
        int count = 0;
        for (Strike strike : plan) {
            take(strike.target());
            long at = System.currentTimeMillis();
            carryOut(strike, at);
            if (strike.afterFlow()) {
                awaitFlow(strike.target(), at);
            }
            Thread.sleep(strike.gapMillis());
            struck.accept(++count);
        }
        await("all are up again", this::isNobodyInHand);
    }

    /** What was done so far, in the order of its end. */
    public synchronized List<Struck> done() {
        return List.copyOf(done);
    }

    @Override
    public void close() {
        later.shutdownNow();
    }

    private void carryOut(Strike strike, long at) throws IOException, InterruptedException {
        ProcessUnderTest process = crew.get(strike.target()).process();
        switch (strike.kind()) {
            case KILL -> {
                process.kill();
                later(strike, at, process::start);
            }
            case PAUSE -> {
                process.pause();
                later(strike, at, process::resume);
            }
            case RESTART -> {
                process.terminate();
                later(strike, at, () -> startAfterItsEnd(process));
            }
        }
    }

    private static void startAfterItsEnd(ProcessUnderTest process) throws IOException, InterruptedException {
        process.awaitEnd(ORDERLY_END);
        process.start();
    }

    private interface Comeback {
        void run() throws IOException, InterruptedException;
    }

    private void later(Strike strike, long at, Comeback comeback) {
        later.schedule(
                () -> {
                    try {
                        comeback.run();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    over(new Struck(strike.kind().name(), strike.target(), at, System.currentTimeMillis()));
                },
                strike.downMillis(),
                TimeUnit.MILLISECONDS);
    }

    private synchronized void over(Struck struck) {
        done.add(struck);
        inHand.remove(struck.target());
        notifyAll();
    }

    /** Waits until nobody else has the target in hand. */
    private void take(String target) throws InterruptedException {
        await(target + " is up again", () -> takeIfUp(target));
    }

    private synchronized boolean takeIfUp(String target) {
        return crew.get(target).process().isAlive() && inHand.add(target);
    }

    private synchronized boolean isNobodyInHand() {
        return inHand.isEmpty();
    }

    /** Not for ever: there may be nothing to do for it. */
    private void awaitFlow(String target, long struckAt) throws InterruptedException {
        Member member = crew.get(target);
        if (!member.part().isShown()) {
            return;
        }
        await(target + " is up again", () -> again(target, struckAt) > 0);
        long again = again(target, struckAt);
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < deadline && !watch.sees(seen -> member.isShownBy(seen, again))) {
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private synchronized long again(String target, long struckAt) {
        return done.stream()
                .filter(struck -> struck.target().equals(target) && struck.atMillis() >= struckAt)
                .mapToLong(Struck::againMillis)
                .findFirst()
                .orElse(0);
    }

    /** Starts who ended by itself. */
    private void supervise() {
        for (Member member : crew.all()) {
            ProcessUnderTest process = member.process();
            if (process.lives() == 0 || process.isAlive() || !takeIfDown(member.name())) {
                continue;
            }
            long at = System.currentTimeMillis();
            try {
                int exit = process.awaitEnd(Duration.ZERO);
                say.accept(member.name() + " ended with " + exit + ", its last words: " + lastLine(process.said()));
                process.start();
                over(new Struck("ended with " + exit, member.name(), at, System.currentTimeMillis()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String lastLine(String said) {
        return said.lines().reduce("", (before, line) -> line.isBlank() ? before : line);
    }

    private synchronized boolean takeIfDown(String target) {
        return !crew.get(target).process().isAlive() && inHand.add(target);
    }

    private interface Holds {
        boolean now() throws InterruptedException;
    }

    private static void await(String what, Holds holds) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.now()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("after " + PATIENCE + " still not: " + what);
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }
}
