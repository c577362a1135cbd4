package io.scribestream.benchmarks;

import io.scribestream.schemas.Topics;
import io.scribestream.standalone.chaos.Cluster;
import io.scribestream.testkit.chaos.ProcessUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Looks at the memory of a cluster's processes and at the disk of {@code audio} every second. */
final class MemorySampler implements AutoCloseable {

    private final Cluster cluster;
    private final KafkaDisk disk;
    private final MemoryChart chart = new MemoryChart(List.of("chunker", "decoders", "merger", "audio on disk", "api"));
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "sampler");
        thread.setDaemon(true);
        return thread;
    });
    private long mostChunker;
    private long mostApi;
    private long mostAudio;
    private @Nullable RuntimeException failure;

    MemorySampler(Cluster cluster) {
        this.cluster = cluster;
        this.disk = new KafkaDisk(cluster.kafka());
        clock.scheduleAtFixedRate(this::look, 0, 1, TimeUnit.SECONDS);
    }

    MemoryChart chart() {
        return chart;
    }

    void mark(String what) {
        System.out.println(what);
        chart.mark(what);
    }

    /** Up to now, in MB, without its decoders. */
    synchronized long mostChunker() {
        requireAtWork();
        return mostChunker >> 10;
    }

    /** Up to now, in MB. */
    synchronized long mostApi() {
        return mostApi >> 10;
    }

    /** Up to now, in MB. */
    synchronized long mostAudio() {
        return mostAudio >> 20;
    }

    private void requireAtWork() {
        if (failure != null) {
            throw new IllegalStateException("the sampler ended", failure);
        }
    }

    private synchronized void look() {
        try {
            sample();
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    private void sample() {
        ProcessUnderTest chunker = cluster.process(Cluster.CHUNKER);
        long alone = chunker.residentAlone();
        long api = cluster.process(Cluster.API).residentAlone();
        long audio = audio();
        mostChunker = Math.max(mostChunker, alone);
        mostApi = Math.max(mostApi, api);
        mostAudio = Math.max(mostAudio, audio);
        chart.sample(List.of(
                alone >> 10,
                Math.max(0, chunker.residentKilobytes() - alone) >> 10,
                cluster.process(Cluster.MERGER).residentAlone() >> 10,
                audio >> 20,
                api >> 10));
    }

    private long audio() {
        try {
            return disk.bytes(Topics.AUDIO.name());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
