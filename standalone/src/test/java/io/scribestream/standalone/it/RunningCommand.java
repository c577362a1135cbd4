package io.scribestream.standalone.it;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A command at work. Closing it ends it, with the processes that it started itself. */
final class RunningCommand implements AutoCloseable {

    /** Far more than any test needs on a quiet machine. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Process process;
    private final Stream out;
    private final Stream err;

    private RunningCommand(Process process) {
        this.process = process;
        this.out = new Stream(process.getInputStream(), "stdout of " + process.pid());
        this.err = new Stream(process.getErrorStream(), "stderr of " + process.pid());
    }

    static RunningCommand of(ProcessBuilder builder) throws IOException {
        builder.environment().remove("JAVA_TOOL_OPTIONS"); // each Java that finds it says so on stderr
        Process process = builder.start();
        process.getOutputStream().close();
        return new RunningCommand(process);
    }

    long pid() {
        return process.pid();
    }

    /** Waits until standard error holds the pattern as often as this. */
    void awaitOnErr(String regex, int times) throws InterruptedException {
        err.await(Pattern.compile(regex), times);
    }

    /**
     * As Ctrl-C does; where the tests themselves were started deaf to it, as a shell starts what it runs in the background,
     * their children are too, and it is a polite kill instead.
     *
     * @return the exit code that follows
     */
    int interrupt() throws IOException, InterruptedException {
        boolean deaf = ignoresInterrupts();
        signal(deaf ? "-TERM" : "-INT");
        return 128 + (deaf ? 15 : 2);
    }

    /** Makes it stand still, holding what it holds. */
    void pause() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** Lets it go on after {@link #pause}. */
    void resume() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", name, Long.toString(pid())).start().waitFor();
    }

    private static boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        // A bit for each signal from 1 on, in hexadecimal; SIGINT is 2.
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 0b10) != 0);
    }

    /** As {@code kill -9} does; what it had started itself ends as well, since its pipes break. */
    Finished kill() throws InterruptedException {
        process.destroyForcibly();
        return awaitEnd();
    }

    Finished awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("has not ended within " + PATIENCE + "\n-- stdout --\n" + out.text()
                    + "\n-- stderr --\n" + err.text());
        }
        out.awaitEnd();
        err.awaitEnd();
        return new Finished(process.exitValue(), out.text(), err.text());
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** Collects a pipe's text on a thread of its own. */
    private static final class Stream {

        private final StringBuilder text = new StringBuilder();
        private final Thread reader;
        private boolean ended;

        Stream(InputStream in, String name) {
            this.reader = new Thread(() -> read(in), name);
            reader.setDaemon(true);
            reader.start();
        }

        private void read(InputStream in) {
            try (var characters = new java.io.InputStreamReader(in, StandardCharsets.UTF_8)) {
                char[] block = new char[8192];
                for (int read = characters.read(block); read >= 0; read = characters.read(block)) {
                    add(block, read);
                }
            } catch (IOException e) {
                // A killed process breaks its pipes; what came before counts.
                add(("[" + e.getMessage() + "]").toCharArray(), e.getMessage().length() + 2);
            }
            synchronized (this) {
                ended = true;
                notifyAll();
            }
        }

        private synchronized void add(char[] block, int length) {
            text.append(block, 0, length);
            notifyAll();
        }

        synchronized String text() {
            return text.toString();
        }

        synchronized void await(Pattern pattern, int times) throws InterruptedException {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (count(pattern) < times) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (ended || left <= 0) {
                    throw new AssertionError("'" + pattern + "' did not come " + times + " times:\n" + text);
                }
                wait(left);
            }
        }

        private long count(Pattern pattern) {
            return pattern.matcher(text).results().count();
        }

        void awaitEnd() throws InterruptedException {
            // A grandchild may hold the pipe a moment longer.
            reader.join(10_000);
        }
    }
}
