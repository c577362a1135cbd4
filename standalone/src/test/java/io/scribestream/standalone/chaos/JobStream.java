package io.scribestream.standalone.chaos;

import io.scribestream.testkit.chaos.Feeder;
import io.scribestream.testkit.chaos.Invented;
import io.scribestream.testkit.chaos.JobBook.Due;
import io.scribestream.testkit.chaos.JobBook.Entry;
import io.scribestream.testkit.chaos.Recording;
import io.scribestream.testkit.chaos.Watch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Sends jobs on a thread of its own: so many at once, and no faster than they are allowed, so that there is something to do
 * until the last strike. A few of them are cancelled half-way.
 */
final class JobStream implements AutoCloseable {

    private static final long LOOK_MILLIS = 50;
    private static final int CLIENTS = 5;
    private static final double CANCELLED = 0.05;
    private static final double REFUSED = 0.03;
    private static final int LONGEST_UNTIL_CANCEL_MILLIS = 4_000;

    private record Order(String jobId, long atMillis) {}

    private final List<Recording> recordings;
    private final Feeder feeder;
    private final Watch watch;
    private final int jobs;
    private final int atOnce;
    private final Random random;
    private final AtomicInteger allowed = new AtomicInteger();
    private final List<Order> orders = new ArrayList<>();
    private final List<String> open = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "job-stream");
    private @Nullable Throwable failure;

    /**
     * @param jobs how many in all
     * @param atOnce how many of them are open at the same time
     */
    JobStream(List<Recording> recordings, Feeder feeder, Watch watch, long seed, int jobs, int atOnce) {
        this.recordings = List.copyOf(recordings);
        this.feeder = feeder;
        this.watch = watch;
        this.jobs = jobs;
        this.atOnce = atOnce;
        this.random = new Random(seed);
        allow(0);
        thread.setDaemon(true);
        thread.start();
    }

    /** @param share of all strikes that are done: as many of the jobs may be sent, and some to have work to do */
    void allow(double share) {
        allowed.set(atOnce + (int) Math.ceil(share * jobs));
    }

    /** Waits until all are sent. */
    void awaitAllSent() throws InterruptedException {
        thread.join();
        synchronized (this) {
            if (failure != null) {
                throw new IllegalStateException("the stream of jobs ended", failure);
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }

    private void run() {
        try {
            int sent = 0;
            while (sent < jobs || !orders.isEmpty()) {
                open.removeIf(watch::isOver);
                cancelWhatIsDue();
                if (sent < Math.min(jobs, allowed.get()) && open.size() < atOnce) {
                    send(sent++);
                } else {
                    Thread.sleep(LOOK_MILLIS);
                }
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            synchronized (this) {
                failure = e;
            }
        }
    }

    private void send(int number) throws IOException, InterruptedException {
        double drawn = random.nextDouble();
        boolean refused = drawn < REFUSED;
        boolean cancelled = !refused && drawn < REFUSED + CANCELLED;
        List<Recording> fitting = recordings.stream()
                .filter(recording -> recording.readable() != refused)
                .toList();
        Recording recording = fitting.get(random.nextInt(fitting.size()));
        Entry entry = new Entry(
                Invented.jobName(number),
                "client-" + random.nextInt(CLIENTS),
                recording.name(),
                refused ? Due.REFUSAL : cancelled ? Due.EITHER : Due.TRANSCRIPT);
        feeder.send(entry, recording);
        open.add(entry.jobId());
        if (cancelled) {
            long at = System.currentTimeMillis() + random.nextInt(LONGEST_UNTIL_CANCEL_MILLIS);
            orders.add(new Order(entry.jobId(), at));
        }
    }

    private void cancelWhatIsDue() throws InterruptedException {
        long now = System.currentTimeMillis();
        for (Order order : List.copyOf(orders)) {
            if (order.atMillis() <= now) {
                feeder.cancel(order.jobId());
                orders.remove(order);
            }
        }
    }
}
