package io.scribestream.benchmarks;

import io.scribestream.benchmarks.Door.Tries;
import io.scribestream.runtime.Setting;
import io.scribestream.schemas.Topics;
import io.scribestream.standalone.chaos.Cluster;
import io.scribestream.standalone.chaos.Recordings;
import io.scribestream.standalone.cli.Api;
import io.scribestream.testkit.Corpus;
import io.scribestream.testkit.chaos.EngineJournal;
import io.scribestream.testkit.chaos.Feeder;
import io.scribestream.testkit.chaos.Invented;
import io.scribestream.testkit.chaos.JobBook;
import io.scribestream.testkit.chaos.JobBook.Due;
import io.scribestream.testkit.chaos.JobBook.Entry;
import io.scribestream.testkit.chaos.OnTopics;
import io.scribestream.testkit.chaos.Recording;
import io.scribestream.testkit.chaos.TopicsReader;
import io.scribestream.testkit.chaos.Watch;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Many jobs and one of many hours wait while no transcriber runs, in heaps of 256 MB: memory, the disk of {@code audio}
 * and the chunks that are out stay bounded, and the API takes jobs until as many are open as may. Then a transcriber comes,
 * all of it is done, and the API takes jobs again.
 */
final class WaitingJobs {

    private static final int LANES = 8;

    /** Two chunks for each partition of audio. */
    private static final int WINDOW = 2 * LANES;

    private static final int CLIENTS = 20;
    private static final int MINUTES_ONCE = 10;
    private static final Duration STANDS_STILL = Duration.ofSeconds(30);

    /** Of all jobs, so many come last and over HTTP. */
    private static final int OVER_HTTP = 20;

    /** The API counts what the board has heard of, which is what was sent some moments ago. */
    private static final int NOT_COUNTED_YET = 100;

    /** Heap, metaspace, stores and native sessions; what matters is that it does not grow with the jobs. */
    private static final int MOST_MEGABYTES = 500;

    private final Path folder;
    private final Results results;

    WaitingJobs(Path folder, Results results) {
        this.folder = folder;
        this.results = results;
    }

    /** @return whether all held */
    boolean run(int jobs, int hours) throws IOException, InterruptedException {
        JobBook book = new JobBook();
        Cluster.Shape shape = Cluster.Shape.of(1, LANES, Duration.ZERO)
                .withApi()
                .with(Setting.SCRIBE_MAX_OPEN_JOBS, jobs)
                .with(Setting.SCRIBE_MIN_FREE_BYTES, "1MB");
        try (Cluster cluster = Cluster.start(folder, shape);
                Watch watch = new Watch(cluster.bootstrapServers(), cluster.registryUrl());
                Feeder feeder = new Feeder(cluster.bootstrapServers(), cluster.wire(), book);
                MemorySampler sampler = new MemorySampler(cluster)) {
            for (String role : List.of(Cluster.CHUNKER, Cluster.MERGER, Cluster.API)) {
                cluster.process(role).start();
            }
            Recording clip = Recordings.write(cluster.sources(), "clip", 1, 3);
            Door door = new Door(new Api(cluster.apiUrl()), clip.file());
            long began = System.nanoTime();
            send(cluster, feeder, clip, jobs - OVER_HTTP, hours);
            double sent = seconds(began);
            sampler.mark(jobs - OVER_HTTP + " jobs sent");
            awaitStandstill(cluster);
            Tries tries = door.until(OVER_HTTP + NOT_COUNTED_YET);
            tries.jobs().forEach(id -> book.add(new Entry(id, "local", clip.name(), Due.TRANSCRIPT)));
            sampler.mark("the API says " + tries.answer());
            awaitStandstill(cluster);
            long out = chunksOut(cluster);
            Meanwhile meanwhile = new Meanwhile(out, sampler.mostChunker(), sampler.mostAudio(), tries);
            sampler.mark("a transcriber starts");
            began = System.nanoTime();
            cluster.process(Cluster.transcriber(1)).start();
            awaitAll(book, watch);
            double done = seconds(began);
            sampler.mark("all done");
            boolean open = isOpenAgain(door, book, watch, clip);
            return report(cluster, book, sampler, meanwhile, new Figures(jobs, hours, sent, done, open));
        }
    }

    private record Meanwhile(long out, long chunker, long audio, Tries tries) {}

    private record Figures(int jobs, int hours, double sent, double done, boolean openAgain) {}

    private boolean report(Cluster cluster, JobBook book, MemorySampler sampler, Meanwhile meanwhile, Figures figures)
            throws IOException {
        OnTopics topics = new TopicsReader(cluster.bootstrapServers(), cluster.registryUrl()).readAll();
        long twice = book.all().stream()
                .filter(entry -> topics.done(entry.jobId()).size() != 1
                        || !topics.failed(entry.jobId()).isEmpty())
                .count();
        int calls = EngineJournal.read(cluster.journals()).size();
        int chunks = book.all().stream()
                .flatMap(entry -> topics.done(entry.jobId()).stream())
                .mapToInt(transcript -> transcript.getChunks())
                .sum();
        int taken = meanwhile.tries().jobs().size();
        sampler.chart().write(results.beside(".csv"), results.beside(".svg"));
        Map<String, String> table = new LinkedHashMap<>();
        table.put("jobs", figures.jobs() + ", one of them of " + figures.hours() + " hours");
        table.put("all but " + OVER_HTTP + " sent after", String.format("%.0f s", figures.sent()));
        table.put(
                "then taken over HTTP",
                taken + ", and at a limit of " + figures.jobs() + " open jobs: "
                        + meanwhile.tries().answer());
        table.put("chunks out while nobody hears", meanwhile.out() + ", at most " + WINDOW + " may be");
        table.put("audio on disk meanwhile, MB", Long.toString(meanwhile.audio()));
        table.put("chunker, most resident while all wait, MB", Long.toString(meanwhile.chunker()));
        table.put(
                "chunker, most resident in all, MB", sampler.mostChunker() + ", at most " + MOST_MEGABYTES + " may be");
        table.put("API, most resident in all, MB", sampler.mostApi() + ", at most " + MOST_MEGABYTES + " may be");
        table.put("done after", String.format("%.0f s", figures.done()));
        table.put("taken over HTTP again then", figures.openAgain() ? "yes" : "no");
        table.put("jobs with other than one transcript", Long.toString(twice));
        table.put("chunks, and calls of the engine", chunks + ", " + calls);
        results.title(figures.jobs() + " waiting jobs and " + figures.hours() + " hours in heaps of 256 MB");
        results.machine();
        results.table(table);
        results.line("![memory over time](" + results.beside(".svg").getFileName() + ")");
        results.line("");
        return twice == 0
                && meanwhile.out() <= WINDOW
                && taken >= OVER_HTTP
                && meanwhile.tries().saysWhen()
                && figures.openAgain()
                && calls == chunks
                && sampler.mostChunker() <= MOST_MEGABYTES
                && sampler.mostApi() <= MOST_MEGABYTES;
    }

    private static boolean isOpenAgain(Door door, JobBook book, Watch watch, Recording clip)
            throws IOException, InterruptedException {
        Tries again = door.until(1);
        again.jobs().forEach(id -> book.add(new Entry(id, "local", clip.name(), Due.TRANSCRIPT)));
        awaitAll(book, watch);
        return !again.jobs().isEmpty();
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }

    private static void send(Cluster cluster, Feeder feeder, Recording clip, int jobs, int hours)
            throws IOException, InterruptedException {
        int number = 0;
        if (hours > 0) {
            Recording longest = new Recording("hours", hours(cluster.sources(), hours), "en", true);
            feeder.send(new Entry(Invented.jobName(number++), "client-0", longest.name(), Due.TRANSCRIPT), longest);
        }
        while (number < jobs) {
            String client = "client-" + number % CLIENTS;
            feeder.send(new Entry(Invented.jobName(number++), client, clip.name(), Due.TRANSCRIPT), clip);
        }
    }

    private static Path hours(Path sources, int hours) throws IOException {
        byte[] minutes = Files.readAllBytes(Corpus.require("long/human-en-10min.mp3"));
        Path file = sources.resolve("hours.mp3");
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < hours * 60 / MINUTES_ONCE; i++) {
                out.write(minutes);
            }
        }
        return file;
    }

    /** Until the chunker has read all jobs and has sent all that it may. */
    private static void awaitStandstill(Cluster cluster) throws InterruptedException, IOException {
        KafkaDisk disk = new KafkaDisk(cluster.kafka());
        long last = -1;
        long since = System.nanoTime();
        while (System.nanoTime() - since < STANDS_STILL.toNanos()) {
            long now = disk.bytes(Topics.EVENTS.name()) + disk.bytes(Topics.AUDIO.name());
            if (now != last) {
                last = now;
                since = System.nanoTime();
            }
            Thread.sleep(1_000);
        }
    }

    private static long chunksOut(Cluster cluster) {
        return new TopicsReader(cluster.bootstrapServers(), cluster.registryUrl()).count(Topics.AUDIO.name());
    }

    private static void awaitAll(JobBook book, Watch watch) throws InterruptedException {
        long open = book.all().size();
        long since = System.nanoTime();
        while (open > 0) {
            Thread.sleep(1_000);
            long now = book.all().stream()
                    .filter(entry -> !watch.isOver(entry.jobId()))
                    .count();
            if (now < open) {
                since = System.nanoTime();
                System.out.println(now + " jobs open");
            } else if (System.nanoTime() - since > Duration.ofMinutes(10).toNanos()) {
                throw new IllegalStateException(now + " jobs stay open");
            }
            open = now;
        }
    }
}
