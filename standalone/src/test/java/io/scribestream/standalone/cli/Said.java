package io.scribestream.standalone.cli;

import io.scribestream.runtime.Env;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** How a command ended and what it wrote, run in this JVM. */
record Said(int exit, String out, String err) {

    static Said by(String... arguments) {
        return by(Map.of(), arguments);
    }

    static Said by(Map<String, String> environment, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Screen screen = new Screen(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
        int exit = Scribe.run(screen, Env.of(environment), arguments);
        return new Said(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
