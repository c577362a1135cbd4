package io.scribestream.ingest.events;

import io.javalin.http.Context;
import io.scribestream.runtime.UnavailableException;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * All answers that wait for something to become of their jobs: a few threads move them on when the jobs change, keep them
 * alive and notice who went away. Thread-safe.
 */
public final class LiveRoom implements AutoCloseable {

    private static final int MOVERS = 2;

    private final ExecutorService movers = Executors.newFixedThreadPool(MOVERS, task -> daemon(task, "live-mover"));
    private final ExecutorService leavers = Executors.newSingleThreadExecutor(task -> daemon(task, "live-leaver"));
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "live-clock"));
    private final Set<Live> open = ConcurrentHashMap.newKeySet();
    private final JobChanges changes;
    private volatile boolean closed;

    /**
     * How often something is done.
     *
     * @param look for clients that went away, or whose key has ended
     * @param heartbeat on every stream; shorter than proxies wait for a byte, most of them 60 s
     */
    public record Timing(Duration look, Duration heartbeat) {

        public static final Timing USUAL = new Timing(Duration.ofSeconds(1), Duration.ofSeconds(15));
    }

    public LiveRoom(JobChanges changes, Timing timing) {
        this.changes = changes;
        every(timing.look(), LiveRoom::look);
        every(timing.heartbeat(), Live::beat);
    }

    /**
     * Answers a request with server-sent events about a job, until they are over. Returns at once.
     *
     * @param allowed whether the client may still have them, asked at every look; never waits
     */
    public void stream(Context ctx, String jobId, BooleanSupplier allowed, Pieces pieces) throws IOException {
        ClientLine line = line(ctx, allowed);
        ctx.status(200)
                .contentType(ServerEvents.MEDIA_TYPE)
                .header("Cache-Control", "no-store")
                .header("Connection", "close")
                .header("X-Accel-Buffering", "no"); // nginx would keep events back
        ServletOutputStream out = ctx.res().getOutputStream();
        LiveAnswer answer = new LiveAnswer(out, pieces, line, leavers);
        ctx.future(() -> {
            CompletableFuture<Void> ended = follow(jobId, answer, answer.ended());
            out.setWriteListener(answer);
            return ended;
        });
    }

    /**
     * Answers a request once something has become of a job. Returns at once.
     *
     * @param allowed whether the client may still have the answer, asked at every look; never waits
     */
    public <T> void await(Context ctx, String jobId, BooleanSupplier allowed, Wait<T> wait) throws IOException {
        ClientLine line = line(ctx, allowed);
        ctx.header("Connection", "close");
        LiveWait<T> live = new LiveWait<>(wait, line, leavers);
        ctx.future(() -> {
            CompletableFuture<Void> answered = live.came().thenAcceptAsync(wait::answer, line.threads());
            CompletableFuture<Void> ended = follow(jobId, live, answered);
            live.move();
            return ended;
        });
    }

    /** How many answers are under way. */
    public int open() {
        return open.size();
    }

    /** Ends all answers with their last word. */
    @Override
    public void close() {
        closed = true;
        clock.shutdownNow();
        open.forEach(Live::end);
        movers.shutdown();
        leavers.shutdown();
    }

    private ClientLine line(Context ctx, BooleanSupplier allowed) throws IOException {
        if (closed) {
            throw new UnavailableException("the API is being stopped");
        }
        return ClientLine.of(ctx.req(), allowed);
    }

    private <T> CompletableFuture<T> follow(String jobId, Live live, CompletableFuture<T> ended) {
        JobChanges.Following following = changes.follow(jobId, new Mover(live, movers));
        open.add(live);
        return ended.whenComplete((result, failure) -> {
            open.remove(live);
            following.close();
        });
    }

    private void every(Duration time, Consumer<Live> action) {
        clock.scheduleWithFixedDelay(
                () -> open.forEach(action), time.toMillis(), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void look(Live live) {
        live.look();
        if (live.isOwed()) {
            live.move();
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
