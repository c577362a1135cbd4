package io.scribestream.standalone.cli;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Where a command speaks: results on {@code out}, everything else on {@code err}.
 *
 * @param out one that throws where it cannot write: a result that is lost must not look like one that is empty
 * @param terminal whether a person watches {@code err}, on something that can move its cursor
 */
record Screen(OutputStream out, PrintStream err, boolean terminal) {

    /** The process's own streams. The launcher knows whether stderr is a terminal; Java 17 cannot ask. */
    static Screen ofProcess() {
        return new Screen(
                new FileOutputStream(FileDescriptor.out),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                Boolean.getBoolean("scribe.terminal") && !"dumb".equals(System.getenv("TERM")));
    }

    /** One line for people. */
    void say(String line) {
        err.println("scribe: " + line);
    }

    /** Writes a result. */
    interface Printing {
        void to(Writer out) throws IOException;
    }

    /**
     * A result, all of which is out when this returns. In UTF-8, whatever the locale says: a transcript is data.
     *
     * @throws EnvironmentException if it cannot be written
     */
    void print(Printing printing) {
        try {
            Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            printing.to(writer);
            writer.flush();
        } catch (IOException e) {
            throw new EnvironmentException(
                    Lack.fullOr(Lack.OUTPUT_NOT_WRITABLE, e), "cannot write to standard output: " + e.getMessage(), e);
        }
    }

    void print(String text) {
        print(writer -> writer.write(text));
    }
}
