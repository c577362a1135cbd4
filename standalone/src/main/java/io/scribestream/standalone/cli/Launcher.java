package io.scribestream.standalone.cli;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The script that started this process and waits for it. */
final class Launcher {

    /** Its process id; not set where Java was started without it. */
    static final String PID = "scribe.launcher";

    private static final int KILLED = 128 + 9;

    /** Before anybody has typed the same command again; waiting for a process that is no child may take Java seconds. */
    private static final long LOOK_MILLIS = 100;

    private Launcher() {}

    /** Ends this process once the launcher is gone, at once and without order: who kills that by force means all of it. */
    static void endWithIt() {
        Long pid = Long.getLong(PID);
        if (pid != null) {
            Thread thread = new Thread(() -> watch(pid), "launcher-watch");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void watch(long pid) {
        // A child sees at once that its parent is gone; with a wrapper between them only the process itself can be
        // asked.
        BooleanSupplier waits = isParent(pid) ? () -> isParent(pid) : () -> isAlive(pid);
        try {
            while (waits.getAsBoolean()) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
            Runtime.getRuntime().halt(KILLED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isParent(long pid) {
        return ProcessHandle.current()
                .parent()
                .filter(parent -> parent.pid() == pid)
                .isPresent();
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }
}
