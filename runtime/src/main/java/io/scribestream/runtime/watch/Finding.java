package io.scribestream.runtime.watch;

/**
 * What a look at something found.
 *
 * @param details a few words for people
 */
public record Finding(Level level, String details) {

    /** From good to bad. */
    public enum Level {
        HEALTHY,
        /** The work goes on, and somebody should look. */
        DEGRADED,
        /** The work cannot go on. */
        UNHEALTHY
    }

    public static Finding healthy(String details) {
        return new Finding(Level.HEALTHY, details);
    }

    public static Finding degraded(String details) {
        return new Finding(Level.DEGRADED, details);
    }

    public static Finding unhealthy(String details) {
        return new Finding(Level.UNHEALTHY, details);
    }
}
