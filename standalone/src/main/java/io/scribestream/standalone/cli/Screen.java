package io.scribestream.standalone.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command speaks: results on {@code out}, everything else on {@code err}.
 *
 * @param out UTF-8, whatever the locale says: a transcript is data
 * @param terminal whether a person watches {@code err}
 */
record Screen(PrintStream out, PrintStream err, boolean terminal) {

    /** The process's own streams. The launcher knows whether stderr is a terminal; Java 17 cannot ask. */
    static Screen ofProcess() {
        return new Screen(
                new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                Boolean.getBoolean("scribe.terminal"));
    }

    /** One line for people. */
    void say(String line) {
        err.println("scribe: " + line);
    }
}
