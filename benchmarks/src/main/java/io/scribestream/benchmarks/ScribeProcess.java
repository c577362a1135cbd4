package io.scribestream.benchmarks;

import io.scribestream.testkit.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The {@code scribe} command as a user runs it, from cold.
 *
 * @param seconds from its start to its end
 */
record ScribeProcess(int exit, String out, String err, double seconds) {

    static ScribeProcess run(String... arguments) throws IOException, InterruptedException {
        return run(Map.of(), arguments);
    }

    static ScribeProcess run(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Repository.file("scribe").toString());
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile("scribe", ".out");
        Path err = Files.createTempFile("scribe", ".err");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().putAll(environment);
            long start = System.nanoTime();
            int exit = builder.start().waitFor();
            double seconds = (System.nanoTime() - start) / 1e9;
            return new ScribeProcess(exit, Files.readString(out), Files.readString(err), seconds);
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** @throws IllegalStateException with what it said if it did not end well */
    ScribeProcess requireDone() {
        if (exit != 0) {
            throw new IllegalStateException("scribe ended with " + exit + ": " + err);
        }
        return this;
    }
}
