package io.scribestream.standalone.cli;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.scribestream.standalone.Folders;
import io.scribestream.testkit.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * OpenAI's published clients, installed by npm and pip below {@code target}, from wherever those two are set up to look.
 * Where there is no Node, no Python or no registry, a test that needs them is skipped and says so.
 */
final class ClientPackages {

    private static final String NODE_CLIENT = "openai@7.57.0";
    private static final String PYTHON_CLIENT = "openai==3.57.0";
    private static final Path HOME = Repository.root().resolve("standalone/target");
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** A folder in which a script finds the client. */
    static Path node() throws Exception {
        Path folder = Files.createDirectories(HOME.resolve("openai-node"));
        if (!Files.exists(folder.resolve("installed"))) {
            install(folder, "npm", "install", "--no-audit", "--no-fund", "--prefix", ".", NODE_CLIENT);
            Files.writeString(folder.resolve("installed"), NODE_CLIENT);
        }
        return folder;
    }

    /** A folder with {@code bin/python}, which knows the client. */
    static Path python() throws Exception {
        Path folder = HOME.resolve("openai-python");
        if (!Files.exists(folder.resolve("installed"))) {
            Files.createDirectories(folder);
            install(folder, "python3", "-m", "venv", "--clear", ".");
            install(folder, "bin/python", "-m", "pip", "install", "--quiet", PYTHON_CLIENT);
            Files.writeString(folder.resolve("installed"), PYTHON_CLIENT);
        }
        return folder;
    }

    /** A script of the tests, where it finds what is installed in the folder. */
    static Path script(Path folder, String name) throws IOException {
        Path script = folder.resolve(name);
        try (InputStream text = ClientPackages.class.getResourceAsStream("/openai/" + name)) {
            Files.copy(text, script, StandardCopyOption.REPLACE_EXISTING);
        }
        return script;
    }

    /** What a command printed, which has to end well. */
    static String run(Path folder, String... command) throws Exception {
        Ended ended = end(folder, command);
        if (ended.code() != 0) {
            throw new AssertionError(String.join(" ", command) + " ended with " + ended.code() + "\n" + ended.err());
        }
        return ended.out();
    }

    private record Ended(int code, String out, String err) {}

    private static void install(Path folder, String... command) throws Exception {
        Ended ended = end(folder, command);
        assumeTrue(ended.code() == 0, String.join(" ", command) + " did not work: " + ended.err());
    }

    private static Ended end(Path folder, String... command) throws Exception {
        Path said = Files.createTempDirectory("client-packages");
        try {
            Path out = said.resolve("out");
            Path err = said.resolve("err");
            Process process = start(new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile()));
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", command) + " has not ended within " + PATIENCE);
            }
            return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Folders.delete(said);
        }
    }

    private static Process start(ProcessBuilder command) {
        try {
            return command.start();
        } catch (IOException e) {
            return abort(command.command().get(0) + " is not here: " + e.getMessage());
        }
    }

    private ClientPackages() {}
}
