package io.scribestream.benchmarks;

import io.scribestream.testkit.chaos.Memory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * {@code benchmarks/api}: many clients at once ask {@code scribe serve} on loopback. No call may fail, memory has to stay as
 * it is, and a 202 has to come in time. {@code CLIENTS} (200), {@code SECONDS} (60) and {@code ROUND_MS} (1000), how often
 * each of them begins anew, come from the environment.
 */
public final class ApiLoad {

    private static final int MEASURED_CLIENTS = 100;
    private static final double ACCEPTED_MILLIS = 50;

    /** What the last third may have more than the second: a collection more or less. */
    private static final double FLAT = 1.10;

    private ApiLoad() {}

    public static void main(String[] args) throws Exception {
        Report report = new Report();
        report.machine();
        Path data = Files.createTempDirectory("scribe-bench");
        try (WarmServer server = WarmServer.start(data)) {
            Duration round = Duration.ofMillis(setting("ROUND_MS", 1000));
            new ApiClients(server.url(), round).run(20, Duration.ofSeconds(10)); // warms it up
            report.title(MEASURED_CLIENTS + " clients");
            ApiClients clients = new ApiClients(server.url(), round);
            clients.run(MEASURED_CLIENTS, Duration.ofSeconds(Math.max(5, setting("SECONDS", 60) / 3)));
            show(report, clients);
            report.atMost("ms to a 202, median", clients.submit.percentile(0.5), ACCEPTED_MILLIS);
            load(report, server, round);
        } finally {
            Main.delete(data);
        }
        System.exit(report.reached() ? 0 : 1);
    }

    private static void load(Report report, WarmServer server, Duration round) throws InterruptedException {
        int count = setting("CLIENTS", 200);
        int seconds = setting("SECONDS", 60);
        report.title(count + " clients for " + seconds + " s, a round each " + round.toMillis() + " ms");
        ApiClients clients = new ApiClients(server.url(), round);
        List<Long> memory = new CopyOnWriteArrayList<>();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        clock.scheduleAtFixedRate(() -> memory.add(server.residentMegabytes()), 0, 1, TimeUnit.SECONDS);
        clients.run(count, Duration.ofSeconds(seconds));
        clock.shutdownNow();
        show(report, clients);
        report.figure("resident MB, each second", memory.toString());
        int third = memory.size() / 3;
        double before = mean(memory.subList(third, 2 * third));
        double after = mean(memory.subList(2 * third, memory.size()));
        report.atMost("memory of the last third to the second", after / before, FLAT);
    }

    private static void show(Report report, ApiClients clients) {
        report.figure("submit", clients.submit.toString());
        report.figure("stream to the job's end", clients.stream.toString());
        report.figure("poll", clients.poll.toString());
        clients.errors().forEach((what, often) -> report.figure("error", often + " times " + what));
        report.atMost(
                "errors",
                clients.errors().values().stream().mapToInt(Integer::intValue).sum(),
                0);
    }

    private static double mean(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).average().orElse(Double.NaN);
    }

    private static int setting(String name, int usual) {
        return Integer.parseInt(System.getenv().getOrDefault(name, String.format(Locale.ROOT, "%d", usual)));
    }

    /** Of a process and its children, in MB. */
    static long residentMegabytes(Process process) {
        return (Memory.residentKilobytes(process.pid())
                        + process.descendants()
                                .mapToLong(child -> Memory.residentKilobytes(child.pid()))
                                .sum())
                >> 10;
    }
}
