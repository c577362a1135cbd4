package io.scribestream.transcriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.transcriber.PoisonedProcess.Poison;
import io.scribestream.transcriber.deadline.CallWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes that die, and are started again as the launcher does. */
class PoisonTest {

    private static final int KILLED = 128 + 9;
    private static final int ABORTED = 128 + 6;
    private static final int MOST_STARTS = 12;
    private static final int PATIENCE_SECONDS = 120;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"SEGV", "ABORT"})
    void failsTheChunkThatTakesItsProcessAlongAndHearsAllOthers(Poison poison) throws Exception {
        List<Integer> ends = runUntilDone(poison);

        assertThat(ends).as("once among others, twice alone").containsExactly(ABORTED, ABORTED, ABORTED, 0);
        hasFailedOnly(PoisonedProcess.POISONOUS);
        assertThat(calls(PoisonedProcess.POISONOUS)).hasSize(3);
        assertThat(calls(PoisonedProcess.POISONOUS).subList(1, 3))
                .as("alone in the engine")
                .containsOnly("2 1");
    }

    @Test
    void failsTheChunkWhoseCallDoesNotComeBackAndHearsAllOthers() throws Exception {
        List<Integer> ends = runUntilDone(Poison.HANG);

        assertThat(ends).containsExactly(CallWatch.EXIT, CallWatch.EXIT, 0);
        assertThat(calls(PoisonedProcess.POISONOUS)).hasSize(2);
        assertThat(done()).contains("2 engine_crashed");
    }

    @ParameterizedTest
    @EnumSource(names = {"SEGV_AGAIN", "HANG_AGAIN"})
    void keepsTheFirstTextWhereOnlyAnotherAttemptTakesTheProcessAlong(Poison poison) throws Exception {
        List<Integer> ends = runUntilDone(poison);

        assertThat(ends).hasSizeBetween(3, 4).endsWith(0);
        assertThat(done())
                .hasSize(PoisonedProcess.CHUNKS)
                .contains(PoisonedProcess.POISONOUS + " heard unsure engine_crashed")
                .filteredOn(line -> !line.startsWith(PoisonedProcess.POISONOUS + " "))
                .allMatch(line -> line.endsWith(" heard"));
    }

    @Test
    void failsNoChunkBecauseItsProcessWasKilledFromOutside() throws Exception {
        for (int kill = 0; kill < 5; kill++) {
            int before = calls().size();
            Process process = start(Poison.ALL_WAIT, 0);
            awaitCalls(process, before + (kill < 2 ? PoisonedProcess.LANES : 1));
            process.destroyForcibly();
            assertThat(process.waitFor()).isEqualTo(KILLED);
        }

        assertThat(runUntilDone(Poison.NONE)).containsExactly(0);
        hasFailedOnly();
    }

    private void hasFailedOnly(Integer... poisonous) {
        assertThat(done())
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, PoisonedProcess.CHUNKS)
                        .mapToObj(index -> index + (List.of(poisonous).contains(index) ? " engine_crashed" : " heard"))
                        .toList());
    }

    /** How each process ended, the last one well. */
    private List<Integer> runUntilDone(Poison poison) throws Exception {
        List<Integer> ends = new ArrayList<>();
        int end = 0;
        do {
            Process process = start(poison, end);
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            end = process.exitValue();
            ends.add(end);
        } while (end != 0 && ends.size() < MOST_STARTS);
        return ends;
    }

    private Process start(Poison poison, int exitBefore) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        if (exitBefore != 0) {
            command.add("-Dscribe.exit.before=" + exitBefore);
        }
        command.addAll(List.of(PoisonedProcess.class.getName(), folder.toString(), poison.name()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("said").toFile()));
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.start();
    }

    private void awaitCalls(Process process, int count) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (calls().size() < count) {
            assertThat(process.isAlive() && System.nanoTime() < deadline)
                    .as("%d calls of %d", calls().size(), count)
                    .isTrue();
            Thread.sleep(10);
        }
    }

    private List<String> done() {
        return PoisonedProcess.lines(folder.resolve(PoisonedProcess.DONE));
    }

    private List<String> calls() {
        return PoisonedProcess.lines(folder.resolve(PoisonedProcess.CALLS));
    }

    private List<String> calls(int index) {
        Stream<String> all = calls().stream();
        return all.filter(line -> line.startsWith(index + " ")).toList();
    }
}
