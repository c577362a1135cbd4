package io.scribestream.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
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
import io.scribestream.testkit.chaos.Rules;
import io.scribestream.testkit.chaos.Sighting;
import io.scribestream.testkit.chaos.Struck;
import io.scribestream.testkit.chaos.Watch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A cluster with jobs for tests that take something away from it; asks in the end whether every rule still holds. */
final class Scenario implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Cluster cluster;
    private final JobBook book = new JobBook();
    private final List<Recording> recordings;
    private final Feeder feeder;
    private final Watch watch;
    private final List<Struck> struck = new ArrayList<>();
    private Map<String, Transcript> undisturbed = Map.of();

    private Scenario(Cluster cluster) throws IOException {
        this.cluster = cluster;
        this.recordings = Recordings.write(cluster.sources(), 1, 2);
        this.feeder = new Feeder(cluster.bootstrapServers(), cluster.wire(), book);
        this.watch = new Watch(cluster.bootstrapServers(), cluster.registryUrl());
    }

    /** With a broker and a registry, and no role yet. */
    static Scenario start(Path folder, Cluster.Shape shape) throws IOException, InterruptedException {
        return new Scenario(Cluster.start(folder, shape));
    }

    static Scenario start(Path folder) throws IOException, InterruptedException {
        return start(folder, Cluster.Shape.of(1, 2, Duration.ofMillis(600)));
    }

    Cluster cluster() {
        return cluster;
    }

    ProcessUnderTest process(String name) {
        return cluster.process(name);
    }

    /** Starts the roles and hears every recording while nothing happens. */
    void hearUndisturbed() throws IOException, InterruptedException {
        cluster.startRoles();
        undisturbed = Undisturbed.hear(recordings, cluster, feeder, book, watch);
    }

    /** Sends so many more jobs, of the recording with the most chunks. */
    List<String> send(int jobs) throws IOException, InterruptedException {
        Recording longest = longest();
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            String id = Invented.jobName(book.all().size());
            feeder.send(new Entry(id, "anna", longest.name(), Due.TRANSCRIPT), longest);
            sent.add(id);
        }
        return sent;
    }

    /** The recording with the most chunks. */
    Recording longest() {
        return recordings.get(1);
    }

    /** Sends a job whose source, that recording, lies on a server. */
    String sendFrom(String url) throws InterruptedException {
        String id = Invented.jobName(book.all().size());
        feeder.send(
                new Entry(id, "anna", longest().name(), Due.TRANSCRIPT),
                longest(),
                new Source(SourceKind.HTTP, url, longest().name(), -1L, ""));
        return id;
    }

    /** Waits until a chunk of a job has a result. */
    void awaitResultOf(String jobId) throws Exception {
        await(
                "a result of " + jobId,
                seen -> seen.kind() == Sighting.Kind.RESULT && seen.jobId().equals(jobId));
    }

    void awaitOver(List<String> jobs) throws Exception {
        for (String job : jobs) {
            await(
                    "the outcome of " + job,
                    seen -> seen.kind() == Sighting.Kind.OUTCOME && seen.jobId().equals(job));
        }
    }

    boolean isOver(String job) {
        return watch.isOver(job);
    }

    /** Kills it; the engine may have to do again what was in flight. */
    void kill(String name) throws InterruptedException {
        long now = System.currentTimeMillis();
        process(name).kill();
        struck.add(new Struck("KILL", name, now, now));
    }

    /** What was started again after a kill or an end of its own, as a supervisor does it. */
    void startAgain(String name) throws IOException {
        process(name).start();
    }

    /** It ended by itself, or will. */
    int awaitEndOf(String name) throws InterruptedException {
        int exit = process(name).awaitEnd(PATIENCE);
        long now = System.currentTimeMillis();
        struck.add(new Struck("ended with " + exit, name, now, now));
        return exit;
    }

    /** Waits for all jobs, and holds everything to the rules. */
    void allRulesHold() throws IOException, InterruptedException {
        topicsHoldTheRules();
        assertThat(engine().broken()).isEmpty();
    }

    /** Waits for all jobs, and holds what is on the topics to the rules. */
    void topicsHoldTheRules() throws InterruptedException {
        Outcomes.await(book, watch);
        OnTopics topics = Outcomes.readWhenTidy(cluster);
        assertThat(new Rules(book, topics, undisturbed).broken()).isEmpty();
    }

    EngineRules engine() throws IOException {
        return new EngineRules(EngineJournal.read(cluster.journals()), watch.sightings(), struck, cluster.crew());
    }

    @Override
    public void close() throws InterruptedException {
        feeder.close();
        watch.close();
        cluster.close();
    }

    private void await(String what, Predicate<Sighting> seen) throws Exception {
        Patience.until(what, () -> watch.sees(seen));
    }
}
