package io.scribestream.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.schemas.avro.Transcript;
import io.scribestream.testkit.chaos.EngineJournal;
import io.scribestream.testkit.chaos.EngineRules;
import io.scribestream.testkit.chaos.Feeder;
import io.scribestream.testkit.chaos.Invented;
import io.scribestream.testkit.chaos.JobBook;
import io.scribestream.testkit.chaos.JobBook.Due;
import io.scribestream.testkit.chaos.JobBook.Entry;
import io.scribestream.testkit.chaos.OnTopics;
import io.scribestream.testkit.chaos.ProcessUnderTest;
import io.scribestream.testkit.chaos.Recording;
import io.scribestream.testkit.chaos.Rules;
import io.scribestream.testkit.chaos.Struck;
import io.scribestream.testkit.chaos.Watch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every role is killed at each of its named points, one after the other: the start after one kill is the one that is armed
 * for the next. All roles at the same time, while jobs go on.
 */
class KillPointsIT {

    private static final List<String> CHUNKER = List.of(
            "before open",
            "after open",
            "before cut",
            "after cut",
            "send transcription.audio",
            "offsets transcription.audio",
            "before commit transcription.audio",
            "after commit transcription.audio",
            "after last cut",
            "send transcription.segments",
            "before commit transcription.segments",
            "after commit transcription.segments");

    private static final List<String> TRANSCRIBER = List.of(
            "before hear-chunk",
            "in engine",
            "after hear-chunk",
            "send transcription.segments",
            "offsets transcription.segments",
            "before commit transcription.segments",
            "after commit transcription.segments");

    private static final List<String> MERGER = List.of(
            "before merge-chunks",
            "after merge-chunks",
            "send transcription.events",
            "before commit transcription.events",
            "after commit transcription.events",
            "send transcription.done",
            "offsets transcription.done",
            "before commit transcription.done",
            "after commit transcription.done");

    private static final int OPEN = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    private final List<Struck> struck = Collections.synchronizedList(new ArrayList<>());

    @Test
    void losesAndDoublesNothingWhereverItIsKilled() throws Exception {
        JobBook book = new JobBook();
        try (Cluster cluster = Cluster.start(
                        folder, Cluster.Shape.of(1, 2, Duration.ofMillis(300)).thatHalts());
                Watch watch = new Watch(cluster.bootstrapServers(), cluster.registryUrl());
                Feeder feeder = new Feeder(cluster.bootstrapServers(), cluster.wire(), book)) {
            cluster.startRoles();
            List<Recording> recordings = Recordings.write(cluster.sources(), 1, 3);
            Map<String, Transcript> undisturbed = Undisturbed.hear(recordings, cluster, feeder, book, watch);

            killAtAllPoints(cluster, recordings.subList(0, 3), feeder, watch);

            Outcomes.await(book, watch);
            OnTopics topics = Outcomes.readWhenTidy(cluster);
            assertThat(new Rules(book, topics, undisturbed).broken()).isEmpty();
            EngineRules engine = new EngineRules(
                    EngineJournal.read(cluster.journals()), watch.sightings(), List.copyOf(struck), cluster.crew());
            assertThat(engine.broken()).isEmpty();
            assertThat(struck).hasSize(CHUNKER.size() + TRANSCRIBER.size() + MERGER.size());
        }
    }

    private void killAtAllPoints(Cluster cluster, List<Recording> recordings, Feeder feeder, Watch watch)
            throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<?>> chains = List.of(
                    threads.submit(chain(cluster.process(Cluster.CHUNKER), CHUNKER)),
                    threads.submit(chain(cluster.process(Cluster.transcriber(1)), TRANSCRIBER)),
                    threads.submit(chain(cluster.process(Cluster.MERGER), MERGER)));
            sendUntilDone(chains, recordings, feeder, watch);
            for (Future<?> chain : chains) {
                chain.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private Callable<Void> chain(ProcessUnderTest process, List<String> points) {
        return () -> {
            process.kill(); // the life that served the undisturbed jobs; nothing is in flight
            for (String point : points) {
                process.start(List.of("-D" + HaltPoint.PROPERTY + "=" + point));
                assertThat(process.awaitEnd(PATIENCE)).as(process.said()).isEqualTo(HaltPoint.EXIT);
                assertThat(process.said()).contains("halts " + point);
                strike(point, process);
            }
            process.start();
            return null;
        };
    }

    private void strike(String point, ProcessUnderTest process) {
        long now = System.currentTimeMillis();
        struck.add(new Struck(point, process.name(), now, now));
    }

    private static void sendUntilDone(List<Future<?>> chains, List<Recording> recordings, Feeder feeder, Watch watch)
            throws IOException, InterruptedException {
        List<String> open = new ArrayList<>();
        int sent = 0;
        while (!chains.stream().allMatch(Future::isDone)) {
            open.removeIf(watch::isOver);
            if (open.size() < OPEN) {
                Recording recording = recordings.get(sent % recordings.size());
                Entry entry = new Entry(Invented.jobName(sent), "anna", recording.name(), Due.TRANSCRIPT);
                feeder.send(entry, recording);
                open.add(entry.jobId());
                sent++;
            } else {
                Thread.sleep(50); // how often it looks; the end is that of the chains
            }
        }
    }
}
