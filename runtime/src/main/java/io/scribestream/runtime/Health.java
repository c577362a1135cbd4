package io.scribestream.runtime;

/**
 * How a part of a process is, or something that it needs.
 *
 * @param detail a few words for people
 */
public record Health(Status status, String detail) {

    /** From good to bad. */
    public enum Status {
        /** It does its work. */
        READY,
        /** It does its work, and somebody should look. */
        DEGRADED,
        /** It starts, restores or waits for something; nobody has to act. */
        WAITING,
        /** It cannot do its work; a part of this process does not come back by itself. */
        FAILED
    }

    public static Health ready(String detail) {
        return new Health(Status.READY, detail);
    }

    public static Health degraded(String detail) {
        return new Health(Status.DEGRADED, detail);
    }

    public static Health waiting(String detail) {
        return new Health(Status.WAITING, detail);
    }

    public static Health failed(String detail) {
        return new Health(Status.FAILED, detail);
    }

    public boolean isReady() {
        return status == Status.READY || status == Status.DEGRADED;
    }

    public boolean isFailed() {
        return status == Status.FAILED;
    }
}
