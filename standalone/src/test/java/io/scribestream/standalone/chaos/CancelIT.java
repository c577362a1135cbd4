package io.scribestream.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.runtime.Setting;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.JobFailure;
import io.scribestream.standalone.Patience;
import io.scribestream.standalone.cli.Api;
import io.scribestream.testkit.chaos.EngineJournal;
import io.scribestream.testkit.chaos.Invented;
import io.scribestream.testkit.chaos.OnTopics;
import io.scribestream.testkit.chaos.Recording;
import io.scribestream.testkit.chaos.TopicsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cancelled over HTTP, whatever the job is at: it ends once, says nothing more about it, and leaves nothing behind. What is
 * not at its turn is kept away from it: by an engine that holds its calls, and by processes that stand still.
 */
class CancelIT {

    /** What tells that a job goes on. */
    private static final Set<EventType> GOES_ON = EnumSet.of(
            EventType.FETCHING,
            EventType.STARTED,
            EventType.DECODED,
            EventType.CUT,
            EventType.PARTIAL,
            EventType.COMPLETED);

    /** As many as the chunker has open at once. */
    private static final int PLACES = 4;

    @TempDir
    private static Path folder;

    private static StallingServer server;
    private static Cluster cluster;
    private static Api api;
    private static Recording clip;
    private static Recording longer;
    private static int sent;

    @BeforeAll
    static void start() throws Exception {
        server = StallingServer.start();
        cluster = Cluster.start(
                folder,
                Cluster.Shape.of(1, 1, Duration.ZERO).withApi().with(Setting.SCRIBE_FETCH_ALLOW, server.address()));
        cluster.startRoles();
        api = new Api(cluster.apiUrl());
        clip = Recordings.write(cluster.sources(), "clip", 1, 8);
        longer = Recordings.write(cluster.sources(), "longer", 2, 160);
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
        server.close();
    }

    @AfterEach
    void goOn() throws Exception {
        Files.deleteIfExists(cluster.hold());
        for (String role : List.of(Cluster.CHUNKER, Cluster.MERGER, Cluster.transcriber(1))) {
            cluster.process(role).resume();
        }
    }

    @Test
    void whileItWaitsForItsTurn() throws Exception {
        Files.createFile(cluster.hold());
        List<String> ahead = new ArrayList<>();
        for (int i = 0; i < PLACES; i++) {
            ahead.add(submit(longer, name()));
        }
        for (String id : ahead) {
            awaitStage(id, "preparing");
        }
        String waiting = submit(clip, name());
        awaitStage(waiting, "queued");

        cancel(waiting);
        ahead.forEach(CancelIT::cancel);

        awaitCancelled(waiting);
        for (String id : ahead) {
            awaitCancelled(id);
        }
        OnTopics topics = whenTidy();
        endedOnce(topics, waiting);
        assertThat(types(topics, waiting)).containsExactly(EventType.ACCEPTED, EventType.FAILED);
        ahead.forEach(id -> endedOnce(topics, id));
    }

    @Test
    void whileItsSourceIsFetched() throws Exception {
        String id = api.submit("{\"source\": {\"url\": \"" + server.recording() + "\"}}");
        awaitStage(id, "fetching");
        Patience.until("the first bytes in the spool", () -> !isEmpty(cluster.spool()));

        cancel(id);

        awaitCancelled(id);
        endedOnce(whenTidy(), id);
    }

    @Test
    void whileItIsCutAndNobodyHears() throws Exception {
        cluster.process(Cluster.transcriber(1)).pause();
        String name = name();
        String id = submit(longer, name);
        awaitStage(id, "preparing");

        cancel(id);

        awaitCancelled(id);
        cluster.process(Cluster.transcriber(1)).resume();
        endedOnce(whenTidy(), id);
        assertThat(calls(name)).as("calls of the engine").isZero();
    }

    @Test
    void whileItIsHeard() throws Exception {
        Files.createFile(cluster.hold());
        String name = name();
        String id = submit(clip, name);
        awaitStage(id, "transcribing");
        Patience.until("the engine's call", () -> calls(name) > 0);

        cancel(id);

        awaitCancelled(id);
        // The engine would not come back by itself: tidy is only what was ended in the middle of its call.
        endedOnce(whenTidy(), id);
    }

    @Test
    void whenAllIsHeardAndItIsOnlyToBeMerged() throws Exception {
        cluster.process(Cluster.MERGER).pause();
        String id = submit(clip, name());
        Patience.until(
                "the end of its source", () -> types(reader().readAll(), id).contains(EventType.CUT));
        Patience.until("nothing more to be heard", () -> rows("chunker-cursors").isEmpty());

        cancel(id);

        cluster.process(Cluster.MERGER).resume();
        awaitCancelled(id);
        OnTopics topics = whenTidy();
        endedOnce(topics, id);
        assertThat(types(topics, id)).as("the order was carried out").doesNotContain(EventType.REFUSED);
    }

    /** The name goes along as the prompt, so that the engine knows it. */
    private static String submit(Recording recording, String name) throws Exception {
        return api.submit(recording.file(), Map.of("language", recording.language(), "prompt", name));
    }

    private static String name() {
        return Invented.jobName(sent++);
    }

    private static void cancel(String id) {
        try {
            assertThat(api.cancel(id).statusCode()).isEqualTo(202);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitStage(String id, String stage) throws Exception {
        Patience.until(
                stage + " of " + id, () -> api.status(id).path("stage").asText().equals(stage));
    }

    private static void awaitCancelled(String id) throws Exception {
        assertThat(api.outcome(id).path("state").asText()).isEqualTo("cancelled");
    }

    private static void endedOnce(OnTopics topics, String id) {
        assertThat(topics.done(id)).isEmpty();
        assertThat(topics.failed(id)).extracting(JobFailure::getReason).containsExactly("cancelled");
        List<EventType> types = types(topics, id);
        assertThat(types.subList(types.indexOf(EventType.FAILED), types.size()))
                .as("at once, and nothing of it goes on: %s", types)
                .doesNotContainAnyElementsOf(GOES_ON);
    }

    /** Nothing is open, so nothing more can come of any job: neither in stores nor in folders. */
    private static OnTopics whenTidy() throws Exception {
        Patience.until("empty stores", () -> reader().readOpen().open().isEmpty());
        Patience.until("an empty spool", () -> isEmpty(cluster.spool()));
        Patience.until("no uploads", () -> isEmpty(cluster.uploads()));
        return reader().readAll();
    }

    private static List<EventType> types(OnTopics topics, String id) {
        return topics.events(id).stream().map(JobEvent::getType).toList();
    }

    private static Set<String> rows(String store) {
        return reader().readOpen().open().entrySet().stream()
                .filter(rows -> rows.getKey().contains(store))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Set.of());
    }

    private static long calls(String name) throws IOException {
        return EngineJournal.read(cluster.journals()).stream()
                .filter(call -> call.job().equals(name))
                .count();
    }

    private static boolean isEmpty(Path place) throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            return files.findAny().isEmpty();
        }
    }

    private static TopicsReader reader() {
        return new TopicsReader(cluster.bootstrapServers(), cluster.registryUrl());
    }
}
