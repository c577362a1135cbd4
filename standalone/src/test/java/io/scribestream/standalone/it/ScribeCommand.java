package io.scribestream.standalone.it;

import io.scribestream.standalone.QuickStart;
import io.scribestream.testkit.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The packaged program as a child process, started as the launcher starts it. Nothing of the caller's own settings
 * reaches it; all it keeps lies below a directory of its own.
 */
final class ScribeCommand {

    private final Path home;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private ProcessBuilder.Redirect out = ProcessBuilder.Redirect.PIPE;

    private ScribeCommand(Path home) {
        this.home = home;
    }

    /** @param home stands for the XDG data home, so that the command needs no {@code --data} */
    static ScribeCommand in(Path home) {
        return new ScribeCommand(home);
    }

    /** The same with an environment variable. */
    ScribeCommand with(String name, String value) {
        ScribeCommand changed = new ScribeCommand(home);
        changed.environment.putAll(environment);
        changed.environment.put(name, value);
        changed.out = out;
        return changed;
    }

    /** The same with its standard output in a file. */
    ScribeCommand to(Path file) {
        ScribeCommand changed = new ScribeCommand(home);
        changed.environment.putAll(environment);
        changed.out = ProcessBuilder.Redirect.to(file.toFile());
        return changed;
    }

    /** Where it keeps its data. */
    Path data() {
        return home.resolve("scribestream");
    }

    /** Runs it to its end. */
    Finished run(Object... arguments) throws IOException, InterruptedException {
        try (RunningCommand running = start(arguments)) {
            return running.awaitEnd();
        }
    }

    RunningCommand start(Object... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:MaxDirectMemorySize=4g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        line.addAll(QuickStart.options());
        line.addAll(List.of(
                "-Dscribe.home=" + Repository.root(), "-jar", QuickStart.jar().toString()));
        for (Object argument : arguments) {
            line.add(argument.toString());
        }
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(home.toFile()).redirectOutput(out);
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("SCRIBE_")
                        || name.startsWith("WHISPER_")
                        || name.startsWith("KAFKA_")
                        || name.startsWith("JAVA_TOOL")
                        || name.equals("VAD_MODEL")
                        || name.equals("SCHEMA_REGISTRY_URL"));
        builder.environment().put("XDG_DATA_HOME", home.toString());
        builder.environment().put("ORT_DISABLE_TELEMETRY", "1"); // as the launcher does
        builder.environment().putAll(environment);
        return RunningCommand.of(builder);
    }
}
