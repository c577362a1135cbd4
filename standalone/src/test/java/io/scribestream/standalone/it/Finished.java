package io.scribestream.standalone.it;

import java.util.List;

/**
 * How a command ended.
 *
 * @param exit its exit code; 128 + n after signal n
 * @param out all of its standard output
 * @param err all of its standard error
 */
record Finished(int exit, String out, String err) {

    /** What it said on stderr about one file. */
    List<String> linesAbout(Object file) {
        return err.lines().filter(line -> line.contains(file + ":")).toList();
    }

    @Override
    public String toString() {
        return "exit code " + exit + "\n-- stdout --\n" + out + "\n-- stderr --\n" + err;
    }
}
