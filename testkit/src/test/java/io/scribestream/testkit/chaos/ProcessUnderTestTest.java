package io.scribestream.testkit.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProcessUnderTestTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private ProcessUnderTest process;

    @BeforeEach
    void make() {
        process = new ProcessUnderTest(
                new Program("speaker", Speaker.class.getName(), List.of("-Xmx32m"), List.of("hello"), Map.of()),
                folder);
    }

    @AfterEach
    void end() {
        process.close();
    }

    @Test
    void livesMoreThanOnceAndKeepsWhatItSaid() throws Exception {
        process.start();
        String first = process.await("hello from (\\d+)", PATIENCE);
        process.kill();
        process.start();
        String second = process.await("hello from (\\d+)", PATIENCE);

        assertThat(second).isNotEqualTo(first);
        assertThat(process.lives()).isEqualTo(2);
        assertThat(process.said()).contains(second).doesNotContain(first);
        assertThat(Files.readString(process.log())).contains(first, second);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void endsWithTheSignalThatEndedIt() throws Exception {
        process.start();
        process.await("hello", PATIENCE);

        process.kill();

        assertThat(process.awaitEnd(PATIENCE)).isEqualTo(128 + 9);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void standsStillWhileItIsPaused() throws Exception {
        process.start();
        process.await("hello", PATIENCE);

        process.pause();
        awaitState("T");

        process.resume();
        long ticks = process.said().lines().count();
        process.await("tick " + ticks, PATIENCE);
    }

    private void awaitState(String expected) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!state().equals(expected)) {
            assertThat(System.nanoTime()).as(state()).isLessThan(deadline);
            Thread.sleep(Speaker.EVERY_MILLIS);
        }
    }

    private String state() throws IOException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("State:"))
                .map(line -> line.split("\\s+")[1])
                .findFirst()
                .orElseThrow();
    }

    /** Says who it is, and then that it is still there. */
    static final class Speaker {

        static final long EVERY_MILLIS = 20;

        public static void main(String[] args) throws InterruptedException {
            System.out.println(args[0] + " from " + ProcessHandle.current().pid());
            for (int tick = 0; ; tick++) {
                System.out.println("tick " + tick);
                Thread.sleep(EVERY_MILLIS);
            }
        }
    }
}
