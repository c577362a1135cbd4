package io.scribestream.transcriber.engine.probe;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts into a sentence how a probe ended. */
final class Verdict {

    /** As Java reports its own death: {@code #  SIGILL (0x4) at pc=...}, and below {@code # C  [libggml.so+0x123]}. */
    private static final Pattern SIGNAL = Pattern.compile("#\\s+(SIG[A-Z]+|EXCEPTION_[A-Z_]+) \\(0x");

    private static final Pattern FRAME = Pattern.compile("# C\\s+\\[([^+\\]]+)");
    private static final Pattern ASSERTION = Pattern.compile("(?m)^.*(GGML_ASSERT|ggml_abort|terminate called).*$");
    private static final int KILLED = 137;

    private Verdict() {}

    /**
     * What a child found.
     *
     * @param subject of a sentence about how it ended
     * @param wayOut what one can do then
     * @throws EnvironmentException unless it heard
     */
    static ProbeReport of(ChildJvm.End end, String subject, String wayOut) {
        Optional<String> found = line(end.output(), ProbeMain.FOUND);
        if (found.isPresent() && end.exitCode() == 0) {
            String[] parts = found.get().split(" ", 2);
            return new ProbeReport(parts[1], Double.parseDouble(parts[0]));
        }
        Optional<String> failed = line(end.output(), ProbeMain.FAILED);
        if (failed.isPresent()) {
            String[] parts = failed.get().split(" ", 2);
            throw new EnvironmentException(Lack.valueOf(parts[0]), parts[1]);
        }
        throw new EnvironmentException(
                end.exitCode() == KILLED ? Lack.ENVIRONMENT : Lack.NATIVE_UNUSABLE, subject + " " + death(end, wayOut));
    }

    private static Optional<String> line(String output, String mark) {
        return output.lines()
                .filter(line -> line.startsWith(mark))
                .map(line -> line.substring(mark.length()))
                .findFirst();
    }

    private static String death(ChildJvm.End end, String wayOut) {
        Matcher signal = SIGNAL.matcher(end.output());
        if (signal.find()) {
            return bySignal(signal.group(1), end.output(), wayOut);
        }
        Matcher assertion = ASSERTION.matcher(end.output());
        if (assertion.find()) {
            return "ended its process (" + assertion.group().strip()
                    + "): it is incomplete or does not fit this model; " + wayOut;
        }
        if (end.exitCode() == KILLED) {
            return "was killed while it was tried, most likely for lack of memory: use a smaller model";
        }
        return "ended its process with exit code " + end.exitCode() + lastLine(end.output());
    }

    private static String bySignal(String signal, String output, String wayOut) {
        Matcher frame = FRAME.matcher(output);
        String where = frame.find() ? " in " + frame.group(1) : "";
        boolean illegal = signal.equals("SIGILL") || signal.equals("EXCEPTION_ILLEGAL_INSTRUCTION");
        return illegal
                ? "ended with " + signal + " (illegal instruction)" + where + ": it was built for another processor; "
                        + wayOut
                : "ended with " + signal + where + ": it is broken or does not fit this program; " + wayOut;
    }

    private static String lastLine(String output) {
        return output.lines()
                .filter(line -> !line.isBlank())
                .reduce((first, second) -> second)
                .map(line -> ": " + line.strip())
                .orElse("");
    }
}
