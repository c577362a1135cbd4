package io.scribestream.testkit.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A program that lives more than once: it can be killed, stand still, end in order, and be started again as the same. It
 * writes one log over all its lives. Thread-safe.
 */
public final class ProcessUnderTest implements AutoCloseable {

    private static final long LOOK_MILLIS = 20;
    private static final List<String> SETTINGS = List.of("SCRIBE_", "WHISPER_", "KAFKA_", "SCHEMA_", "VAD_");

    /** As the launcher starts it, but for the heap. */
    private static final List<String> SMALL_JVM = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final Program program;
    private final Path log;
    private @Nullable Process process;
    private long lifeBegan;
    private int lives;

    /** @param folder for its log */
    public ProcessUnderTest(Program program, Path folder) {
        this.program = program;
        this.log = folder.resolve(program.name() + ".log");
    }

    public String name() {
        return program.name();
    }

    /** Starts it, or starts it again. */
    public void start() throws IOException {
        start(List.of());
    }

    /** @param once options for Java that hold for this life only */
    public synchronized void start(List<String> once) throws IOException {
        if (isAlive()) {
            throw new IllegalStateException(name() + " runs already");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SMALL_JVM);
        command.addAll(program.jvm());
        command.addAll(once);
        command.addAll(List.of("-cp", program.classPath(), program.main()));
        command.addAll(program.arguments());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> SETTINGS.stream().anyMatch(name::startsWith));
        builder.environment().put("ORT_DISABLE_TELEMETRY", "1"); // as the launcher does
        builder.environment().putAll(program.environment());
        lifeBegan = Files.exists(log) ? Files.size(log) : 0;
        process = builder.start();
        lives++;
    }

    public synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** How often it was started. */
    public synchronized int lives() {
        return lives;
    }

    public long pid() {
        return running().pid();
    }

    /** SIGKILL: nothing is finished, nothing is said. Returns when it is gone; processes of its own may need a moment more. */
    public void kill() throws InterruptedException {
        running().destroyForcibly().waitFor();
    }

    /** SIGTERM. */
    public void terminate() {
        running().destroy();
    }

    /** SIGSTOP: it holds all it has, and answers nobody. */
    public void pause() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** SIGCONT. */
    public void resume() throws IOException, InterruptedException {
        signal("-CONT");
    }

    /**
     * Waits for its end.
     *
     * @return the exit code; 128 and the number of the signal after a signal
     */
    public int awaitEnd(Duration patience) throws InterruptedException {
        if (!running().waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError(name() + " did not end within " + patience + "; it said:\n" + said());
        }
        return running().exitValue();
    }

    /**
     * Waits until a line of this life matches.
     *
     * @return its first group; empty where it has none
     */
    public String await(String regex, Duration patience) throws InterruptedException {
        Pattern pattern = Pattern.compile(regex);
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            boolean ended = !isAlive();
            Matcher found = pattern.matcher(said());
            if (found.find()) {
                return found.groupCount() > 0 ? found.group(1) : "";
            }
            if (ended || System.nanoTime() > deadline) {
                throw new AssertionError(name() + (ended ? " ended" : " waited " + patience) + " without '" + regex
                        + "'; it said:\n" + said());
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    /** What it said in this life. */
    public synchronized String said() {
        try {
            byte[] all = Files.readAllBytes(log);
            int from = (int) Math.min(lifeBegan, all.length);
            return new String(all, from, all.length - from, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What it said in all its lives. */
    public Path log() {
        return log;
    }

    /** Memory of its own that is in RAM, in kB; 0 where it does not run. Linux only. */
    public long residentAlone() {
        return isAlive() ? Memory.residentKilobytes(pid()) : 0;
    }

    /** The same with the processes that it started. */
    public long residentKilobytes() {
        return isAlive()
                ? residentAlone()
                        + running()
                                .descendants()
                                .mapToLong(child -> Memory.residentKilobytes(child.pid()))
                                .sum()
                : 0;
    }

    @Override
    public void close() {
        Process last;
        synchronized (this) {
            last = process;
        }
        if (last != null) {
            last.descendants().forEach(ProcessHandle::destroyForcibly);
            last.destroyForcibly().onExit().join();
        }
    }

    private synchronized Process running() {
        if (process == null) {
            throw new IllegalStateException(name() + " was never started");
        }
        return process;
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", name, Long.toString(pid())).start().waitFor();
    }
}
