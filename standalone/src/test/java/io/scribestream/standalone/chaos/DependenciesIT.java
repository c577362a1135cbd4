package io.scribestream.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.scribestream.runtime.Setting;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.standalone.Folders;
import io.scribestream.standalone.Tail;
import io.scribestream.testkit.chaos.ProcessUnderTest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the roles depend on goes away and comes back: nothing is lost, and nothing is heard again but what was in flight. */
class DependenciesIT {

    private static final Duration ORDERLY_END = Duration.ofSeconds(60);
    private static final int JOBS = 3;
    private static final int MACHINE_FAILED = 3;

    private static final Duration SESSION = Duration.ofSeconds(6);

    /** Longer than a session of the roles; a full minute is asked for by the property. */
    private static final Duration BROKER_AWAY = Duration.ofSeconds(Long.getLong("chaos.broker.away.seconds", 9));

    private static final Cluster.Shape USUAL = Cluster.Shape.of(1, 2, Duration.ofMillis(600));

    @TempDir
    private Path folder;

    @Test
    void goOnWhenTheBrokerComesBack() throws Exception {
        try (Scenario scenario =
                Scenario.start(folder, USUAL.with(Setting.SCRIBE_SESSION, SESSION.toSeconds() + "s"))) {
            scenario.hearUndisturbed();
            List<String> jobs = scenario.send(JOBS);
            scenario.awaitResultOf(jobs.get(0));

            scenario.kill(Cluster.BROKER);
            Thread.sleep(BROKER_AWAY.toMillis()); // nothing to wait for: that nothing comes back is the point
            scenario.startAgain(Cluster.BROKER);

            scenario.awaitOver(jobs);
            for (String role : List.of(Cluster.CHUNKER, Cluster.MERGER, Cluster.transcriber(1))) {
                assertThat(scenario.process(role).lives())
                        .as(role + " waits, it does not end")
                        .isEqualTo(1);
            }
            scenario.allRulesHold();
        }
    }

    @Test
    void waitForTheRegistryAtTheirStartAndDoWithoutItLater() throws Exception {
        try (Scenario scenario = Scenario.start(folder)) {
            scenario.hearUndisturbed();
            List<String> roles = List.of(Cluster.CHUNKER, Cluster.MERGER, Cluster.transcriber(1));

            scenario.kill(Cluster.REGISTRY);
            List<String> without = scenario.send(1);
            scenario.awaitOver(without); // whoever asked once knows

            for (String role : roles) {
                scenario.kill(role);
                scenario.startAgain(role);
            }
            List<String> waiting = scenario.send(JOBS);
            scenario.process(Cluster.CHUNKER).await("something the stream needs is away", ORDERLY_END);
            assertThat(waiting).noneMatch(scenario::isOver);

            scenario.startAgain(Cluster.REGISTRY);
            scenario.awaitOver(waiting);
            scenario.allRulesHold();
        }
    }

    @Test
    void restoreAStateThatWasDeleted() throws Exception {
        try (Scenario scenario = Scenario.start(folder)) {
            scenario.hearUndisturbed();
            List<String> jobs = scenario.send(JOBS);
            scenario.awaitResultOf(jobs.get(0));

            for (String role : List.of(Cluster.CHUNKER, Cluster.MERGER, Cluster.transcriber(1))) {
                scenario.kill(role);
                Path state = scenario.cluster().state(role);
                if (Files.exists(state)) {
                    Folders.delete(state);
                }
                scenario.startAgain(role);
            }

            scenario.awaitOver(jobs);
            scenario.allRulesHold();
        }
    }

    /** After an orderly end the stores are trusted, so it is then that rubbish in them matters. */
    @Test
    void restoreAStateThatWasCorrupted() throws Exception {
        try (Scenario scenario = Scenario.start(folder)) {
            scenario.hearUndisturbed();
            List<String> jobs = scenario.send(JOBS);
            scenario.awaitResultOf(jobs.get(0));

            for (String role : List.of(Cluster.CHUNKER, Cluster.MERGER)) {
                ProcessUnderTest process = scenario.process(role);
                process.terminate();
                process.awaitEnd(ORDERLY_END);
                corrupt(scenario.cluster().state(role));
                scenario.startAgain(role);
                process.await("local stores cannot be opened, they are removed and restored", ORDERLY_END);
            }

            superviseUntilOver(scenario, jobs);
            scenario.allRulesHold();
        }
    }

    @Test
    void goOnWhenThereIsRoomAgainInTheStateDirectory() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 64);
                Scenario scenario = Scenario.start(folder, USUAL.with(Setting.SCRIBE_STATE_DIR, disk.folder()))) {
            scenario.hearUndisturbed();
            disk.fill();
            List<String> jobs = scenario.send(JOBS);
            scenario.awaitResultOf(jobs.get(0)); // memory is enough for stores as small as these

            scenario.kill(Cluster.CHUNKER);
            scenario.startAgain(Cluster.CHUNKER);
            assertThat(scenario.awaitEndOf(Cluster.CHUNKER)).isEqualTo(MACHINE_FAILED);
            assertThat(scenario.process(Cluster.CHUNKER).said()).containsPattern("\\[disk_full]");

            disk.makeRoom();
            superviseUntilOver(scenario, jobs);
            scenario.allRulesHold();
        }
    }

    @Test
    void waitForRoomInTheSpoolWhileOtherJobsGoOn() throws Exception {
        HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String address = "127.0.0.1:" + web.getAddress().getPort();
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 64);
                Scenario scenario = Scenario.start(
                        folder,
                        USUAL.with(Setting.SCRIBE_SPOOL_DIR, disk.folder())
                                .with(Setting.SCRIBE_FETCH_ALLOW, address))) {
            serve(web, scenario.longest().file());
            scenario.hearUndisturbed();
            disk.fill();

            String remote = scenario.sendFrom("http://" + address + "/recording");
            try (Tail tail = new Tail(
                    scenario.cluster().bootstrapServers(), scenario.cluster().registryUrl())) {
                tail.until("that it waits for room", events -> events.of(JobEvent.class, remote).stream()
                        .anyMatch(event -> event.getType() == EventType.WAITING
                                && event.getMessage().contains("No space left")));
            }
            scenario.awaitOver(scenario.send(1));
            assertThat(scenario.isOver(remote)).isFalse();

            disk.makeRoom();
            scenario.awaitOver(List.of(remote));
            scenario.allRulesHold();
        } finally {
            web.stop(0);
        }
    }

    private static void serve(HttpServer web, Path file) {
        web.createContext("/recording", exchange -> {
            exchange.sendResponseHeaders(200, Files.size(file));
            try (OutputStream out = exchange.getResponseBody()) {
                Files.copy(file, out);
            }
        });
        web.start();
    }

    @Test
    void goOnWhenThereIsRoomAgainForTheBrokersLog() throws Exception {
        Path kafka = folder.resolve("kafka");
        try (SmallDisk disk = SmallDisk.mount(kafka, 400);
                Scenario scenario = Scenario.start(folder)) {
            scenario.hearUndisturbed();
            List<String> jobs = scenario.send(JOBS);
            scenario.awaitResultOf(jobs.get(0));

            disk.fill();
            assertThat(scenario.awaitEndOf(Cluster.BROKER)).isEqualTo(MACHINE_FAILED);
            assertThat(scenario.process(Cluster.BROKER).said())
                    .contains("is full; make room and start again to go on from here");

            disk.makeRoom();
            scenario.startAgain(Cluster.BROKER);
            superviseUntilOver(scenario, jobs);
            scenario.allRulesHold();
        }
    }

    /** Starts again who ends by itself, as a supervisor does; in the end everybody is up, also who had no part in the outcomes. */
    private static void superviseUntilOver(Scenario scenario, List<String> jobs) throws Exception {
        long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        boolean restarted = startAgainWhoEnded(scenario);
        while (restarted || !jobs.stream().allMatch(scenario::isOver)) {
            assertThat(System.nanoTime()).as("still open: " + jobs).isLessThan(deadline);
            Thread.sleep(500); // how often a supervisor looks
            restarted = startAgainWhoEnded(scenario);
        }
    }

    private static boolean startAgainWhoEnded(Scenario scenario) throws Exception {
        boolean any = false;
        for (String role : List.of(Cluster.BROKER, Cluster.CHUNKER, Cluster.MERGER, Cluster.transcriber(1))) {
            if (!scenario.process(role).isAlive()) {
                scenario.awaitEndOf(role);
                scenario.startAgain(role);
                any = true;
            }
        }
        return any;
    }

    /** Every file of every store gets some of its bytes changed. */
    private static void corrupt(Path state) throws IOException {
        Random random = new Random(7);
        try (Stream<Path> all = Files.walk(state)) {
            List<Path> files = all.filter(path -> path.toString().contains("rocksdb"))
                    .filter(Files::isRegularFile)
                    .toList();
            assertThat(files).isNotEmpty();
            for (Path file : files) {
                byte[] rubbish = new byte[(int) Math.max(64, Files.size(file))];
                random.nextBytes(rubbish);
                Files.write(file, rubbish);
            }
        }
    }
}
