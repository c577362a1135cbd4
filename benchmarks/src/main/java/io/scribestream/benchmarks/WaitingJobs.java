package io.scribestream.benchmarks;

import io.scribestream.schemas.Topics;
import io.scribestream.standalone.chaos.Cluster;
import io.scribestream.standalone.chaos.Recordings;
import io.scribestream.testkit.Corpus;
import io.scribestream.testkit.chaos.EngineJournal;
import io.scribestream.testkit.chaos.Feeder;
import io.scribestream.testkit.chaos.Invented;
import io.scribestream.testkit.chaos.JobBook;
import io.scribestream.testkit.chaos.JobBook.Due;
import io.scribestream.testkit.chaos.JobBook.Entry;
import io.scribestream.testkit.chaos.OnTopics;
import io.scribestream.testkit.chaos.ProcessUnderTest;
import io.scribestream.testkit.chaos.Recording;
import io.scribestream.testkit.chaos.TopicsReader;
import io.scribestream.testkit.chaos.Watch;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Many jobs and one of many hours wait while no transcriber runs, in heaps of 256 MB: memory, the disk of {@code audio}
 * and the chunks that are out stay bounded. Then a transcriber comes, and all of it is done.
 */
final class WaitingJobs {

    private static final int LANES = 8;

    /** Two chunks for each partition of audio. */
    private static final int WINDOW = 2 * LANES;

    private static final int CLIENTS = 20;
    private static final int MINUTES_ONCE = 10;
    private static final Duration STANDS_STILL = Duration.ofSeconds(30);

    /** Heap, metaspace, stores, native sessions and four decoders; what matters is that it does not grow with the jobs. */
    private static final int MOST_MEGABYTES = 1_100;

    private final Path folder;
    private final Results results;
    private final MemoryChart chart = new MemoryChart(List.of("chunker", "decoders", "merger", "audio on disk"));

    WaitingJobs(Path folder, Results results) {
        this.folder = folder;
        this.results = results;
    }

    /** @return whether all held */
    boolean run(int jobs, int hours) throws IOException, InterruptedException {
        JobBook book = new JobBook();
        try (Cluster cluster = Cluster.start(folder, Cluster.Shape.of(1, LANES, Duration.ZERO));
                Watch watch = new Watch(cluster.bootstrapServers(), cluster.registryUrl());
                Feeder feeder = new Feeder(cluster.bootstrapServers(), cluster.wire(), book);
                Sampler sampler = new Sampler(cluster)) {
            cluster.process(Cluster.CHUNKER).start();
            cluster.process(Cluster.MERGER).start();
            cluster.process(Cluster.CHUNKER).await("works on", Duration.ofMinutes(1));
            long began = System.nanoTime();
            send(cluster, feeder, jobs, hours);
            sampler.mark("all " + jobs + " jobs sent");
            double sent = (System.nanoTime() - began) / 1e9;
            awaitStandstill(cluster);
            sampler.mark("a transcriber starts");
            long out = chunksOut(cluster);
            long mostWaiting = sampler.mostChunker();
            began = System.nanoTime();
            cluster.process(Cluster.transcriber(1)).start();
            awaitAll(book, watch);
            double done = (System.nanoTime() - began) / 1e9;
            sampler.mark("all done");
            return report(cluster, book, sampler, new Figures(jobs, hours, sent, out, mostWaiting, done));
        }
    }

    private record Figures(int jobs, int hours, double sent, long out, long mostWaiting, double done) {}

    private boolean report(Cluster cluster, JobBook book, Sampler sampler, Figures figures)
            throws IOException, InterruptedException {
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
        chart.write(results.beside(".csv"), results.beside(".svg"));
        Map<String, String> table = new LinkedHashMap<>();
        table.put("jobs", figures.jobs() + ", and one of " + figures.hours() + " hours");
        table.put("all sent after", String.format("%.0f s", figures.sent()));
        table.put("chunks out while nobody hears", figures.out() + ", at most " + WINDOW + " may be");
        table.put("audio on disk meanwhile, MB", Long.toString(sampler.mostAudioWaiting() >> 20));
        table.put("chunker, most resident while all wait, MB", Long.toString(figures.mostWaiting() >> 10));
        table.put(
                "chunker, most resident in all, MB",
                (sampler.mostChunker() >> 10) + ", at most " + MOST_MEGABYTES + " may be");
        table.put("done after", String.format("%.0f s", figures.done()));
        table.put("jobs with other than one transcript", Long.toString(twice));
        table.put("chunks, and calls of the engine", chunks + ", " + calls);
        results.title(figures.jobs() + " waiting jobs and " + figures.hours() + " hours in heaps of 256 MB");
        results.machine();
        results.table(table);
        results.line("![memory over time](" + results.beside(".svg").getFileName() + ")");
        results.line("");
        return twice == 0
                && figures.out() <= WINDOW
                && calls == chunks
                && sampler.mostChunker() >> 10 <= MOST_MEGABYTES;
    }

    private static void send(Cluster cluster, Feeder feeder, int jobs, int hours)
            throws IOException, InterruptedException {
        if (hours > 0) {
            Recording longest = new Recording("hours", hours(cluster.sources(), hours), "en", true);
            feeder.send(new Entry(Invented.jobName(0), "client-0", longest.name(), Due.TRANSCRIPT), longest);
        }
        Recording clip = Recordings.write(cluster.sources(), "clip", 1, 3);
        for (int number = 1; number <= jobs; number++) {
            String client = "client-" + number % CLIENTS;
            feeder.send(new Entry(Invented.jobName(number), client, clip.name(), Due.TRANSCRIPT), clip);
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
        long last = -1;
        long since = System.nanoTime();
        while (System.nanoTime() - since < STANDS_STILL.toNanos()) {
            long now = written(cluster, Topics.EVENTS.name()) + written(cluster, Topics.AUDIO.name());
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

    /** Bytes in the segments of a topic. */
    private static long written(Cluster cluster, String topic) throws IOException {
        long sum = 0;
        try (Stream<Path> partitions = Files.list(cluster.kafka())) {
            for (Path partition : partitions
                    .filter(path -> path.getFileName().toString().startsWith(topic + "-"))
                    .toList()) {
                sum += logs(partition);
            }
        }
        return sum;
    }

    private static long logs(Path partition) throws IOException {
        try (Stream<Path> files = Files.list(partition)) {
            long sum = 0;
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".log")).toList()) {
                sum += size(file);
            }
            return sum;
        }
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0; // the broker removed it in the meantime
        }
    }

    /** Looks every second. */
    private final class Sampler implements AutoCloseable {

        private static final long EVERY_MILLIS = 1_000;

        private final Cluster cluster;
        private final Thread thread = new Thread(this::run, "sampler");
        private volatile boolean closed;
        private volatile boolean waiting = true;
        private volatile long mostChunker;
        private volatile long mostAudioWaiting;

        Sampler(Cluster cluster) {
            this.cluster = cluster;
            thread.setDaemon(true);
            thread.start();
        }

        void mark(String what) {
            System.out.println(what);
            chart.mark(what);
            waiting = waiting && !what.startsWith("a transcriber");
        }

        /** In kB, without its decoders. */
        long mostChunker() {
            return mostChunker;
        }

        long mostAudioWaiting() {
            return mostAudioWaiting;
        }

        private void run() {
            try {
                while (!closed) {
                    sample();
                    Thread.sleep(EVERY_MILLIS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        private void sample() throws IOException {
            ProcessUnderTest chunker = cluster.process(Cluster.CHUNKER);
            long alone = chunker.residentAlone();
            long audio = written(cluster, Topics.AUDIO.name());
            mostChunker = Math.max(mostChunker, alone);
            mostAudioWaiting = waiting ? Math.max(mostAudioWaiting, audio) : mostAudioWaiting;
            chart.sample(List.of(
                    alone >> 10,
                    Math.max(0, chunker.residentKilobytes() - alone) >> 10,
                    cluster.process(Cluster.MERGER).residentAlone() >> 10,
                    audio >> 20));
        }

        @Override
        public void close() throws InterruptedException {
            closed = true;
            thread.join();
        }
    }
}
