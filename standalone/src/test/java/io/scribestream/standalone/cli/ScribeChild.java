package io.scribestream.standalone.cli;

import io.scribestream.standalone.Patience;
import io.scribestream.standalone.QuickStart;
import io.scribestream.testkit.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@code scribe} command that runs in a process of its own, from the packaged jar, as the launcher starts it. */
final class ScribeChild implements AutoCloseable {

    private final Process process;
    private final Path said;

    private ScribeChild(Process process, Path said) {
        this.process = process;
        this.said = said;
    }

    /** @param folder for what the process keeps by itself and what it says */
    static ScribeChild start(Path folder, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:MaxDirectMemorySize=4g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(QuickStart.options());
        command.addAll(List.of(
                "-Dscribe.home=" + Repository.root(), "-jar", QuickStart.jar().toString()));
        command.addAll(List.of(arguments));
        Path said = Files.createTempFile(folder, arguments[0], ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().put("XDG_DATA_HOME", folder.resolve("home").toString());
        builder.environment().putAll(environment);
        return new ScribeChild(builder.start(), said);
    }

    /** Waits until a line matches, and gives its first group. */
    String await(String pattern) throws Exception {
        Pattern line = Pattern.compile(pattern);
        Patience.until("a line with '" + pattern + "'; it said " + said(), () -> {
            if (!process.isAlive()) {
                throw new AssertionError("ended with " + process.exitValue() + ": " + said());
            }
            return line.matcher(said()).find();
        });
        Matcher found = line.matcher(said());
        return found.find() && found.groupCount() > 0 ? found.group(1) : "";
    }

    /** Waits for its end, and gives the exit code. */
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(Patience.LONG.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("did not end; it said " + said());
        }
        return process.exitValue();
    }

    String said() {
        try {
            return Files.readString(said);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** SIGTERM. */
    void stop() {
        process.destroy();
    }

    /** SIGKILL: nothing is finished, nothing is said. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
