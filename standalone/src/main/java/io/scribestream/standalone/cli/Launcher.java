package io.scribestream.standalone.cli;

/** The script that started this process and waits for it. */
final class Launcher {

    /** Its process id; not set where Java was started without it. */
    static final String PID = "scribe.launcher";

    private static final int KILLED = 128 + 9;

    private Launcher() {}

    /** Ends this process once the launcher is gone, at once and without order: who kills that by force means all of it. */
    static void endWithIt() {
        Long pid = Long.getLong(PID);
        if (pid != null) {
            ProcessHandle.of(pid).ifPresentOrElse(script -> script.onExit().thenRun(Launcher::end), Launcher::end);
        }
    }

    private static void end() {
        Runtime.getRuntime().halt(KILLED);
    }
}
