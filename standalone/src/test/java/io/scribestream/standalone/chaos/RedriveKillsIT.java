package io.scribestream.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.Gap;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.standalone.Patience;
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
import io.scribestream.testkit.chaos.Sighting;
import io.scribestream.testkit.chaos.Struck;
import io.scribestream.testkit.chaos.Watch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gaps are heard again while every role is killed once: each of them once, and the transcript has one second version. */
class RedriveKillsIT {

    private static final int HEARD_AT_FIRST = 2;
    private static final int SECONDS = 160;

    @TempDir
    private Path folder;

    private final List<Struck> struck = new ArrayList<>();

    @Test
    void hearsEachGapOnceAndGivesOneSecondVersionWhoeverIsKilled() throws Exception {
        JobBook book = new JobBook();
        try (Cluster cluster = Cluster.start(folder, Cluster.Shape.of(1, 1, Duration.ofMillis(1_500)));
                Watch watch = new Watch(cluster.bootstrapServers(), cluster.registryUrl());
                Feeder feeder = new Feeder(cluster.bootstrapServers(), cluster.wire(), book)) {
            // Given: all chunks but the first are gaps
            ProcessUnderTest transcriber = cluster.process(Cluster.transcriber(1));
            transcriber.start(List.of("-D" + RoleProcess.DEAF_AFTER + "=" + HEARD_AT_FIRST));
            cluster.startRoles();
            Recording recording = Recordings.write(cluster.sources(), "gapped", 3, SECONDS);
            String job = Invented.jobName(0);
            feeder.send(new Entry(job, "anna", recording.name(), Due.TRANSCRIPT), recording);
            Outcomes.await(book, watch);
            int chunks = results(watch);
            kill(transcriber);

            // When
            feeder.redrive(job);
            Patience.until("the first gap", () -> results(watch) > chunks);
            kill(cluster.process(Cluster.CHUNKER));
            Patience.until("the second gap", () -> results(watch) > chunks + 1);
            kill(transcriber);
            Patience.until("the third gap", () -> results(watch) > chunks + 2);
            kill(cluster.process(Cluster.MERGER));

            // Then
            Patience.until("the second version", () -> outcomes(watch) == 2);
            OnTopics topics = Outcomes.readWhenTidy(cluster);
            assertThat(topics.open()).isEmpty();
            assertThat(topics.failed(job)).isEmpty();
            assertThat(topics.done(job)).extracting(Transcript::getVersion).containsExactly(1, 2);
            List<Gap> gaps = topics.done(job).get(0).getCoverage().getGaps();
            assertThat(topics.done(job).get(1).getFixed()).isEqualTo(gaps);
            assertThat(topics.done(job).get(1).getCoverage().getGaps()).isEmpty();
            assertThat(indexes(topics, job, 1))
                    .hasSizeGreaterThan(3)
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(failedAtFirst(topics, job));
            EngineRules engine =
                    new EngineRules(EngineJournal.read(cluster.journals()), watch.sightings(), struck, cluster.crew());
            assertThat(engine.broken()).isEmpty();
        }
    }

    private void kill(ProcessUnderTest process) throws Exception {
        long now = System.currentTimeMillis();
        process.kill();
        struck.add(new Struck("KILL", process.name(), now, now));
        process.start();
    }

    private static int results(Watch watch) {
        return count(watch, Sighting.Kind.RESULT);
    }

    private static int outcomes(Watch watch) {
        return count(watch, Sighting.Kind.OUTCOME);
    }

    private static int count(Watch watch, Sighting.Kind kind) {
        return (int)
                watch.sightings().stream().filter(seen -> seen.kind() == kind).count();
    }

    private static List<Integer> indexes(OnTopics topics, String job, int redrive) {
        return topics.segments(job).stream()
                .filter(result -> result.getIndex() >= 0 && result.getRedrive() == redrive)
                .map(ChunkTranscript::getIndex)
                .toList();
    }

    private static List<Integer> failedAtFirst(OnTopics topics, String job) {
        return topics.segments(job).stream()
                .filter(result -> result.getRedrive() == 0 && result.getFailure() != null)
                .map(ChunkTranscript::getIndex)
                .toList();
    }
}
