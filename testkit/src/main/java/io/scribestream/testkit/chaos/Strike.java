package io.scribestream.testkit.chaos;

/**
 * One act of violence.
 *
 * @param target name of a process
 * @param afterFlow whether it waits until the target of the strike before it works again; otherwise it falls into its recovery
 * @param gapMillis how long it waits behind that
 * @param downMillis how long the target is gone, or stands still
 */
public record Strike(Kind kind, String target, boolean afterFlow, int gapMillis, int downMillis) {

    public enum Kind {
        /** SIGKILL, and a start. */
        KILL,
        /** SIGSTOP, and SIGCONT. */
        PAUSE,
        /** SIGTERM, and a start. */
        RESTART
    }
}
