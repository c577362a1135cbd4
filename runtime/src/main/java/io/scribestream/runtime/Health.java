package io.scribestream.runtime;

/**
 * How a part of a process is.
 *
 * @param detail a few words for people
 */
public record Health(Status status, String detail) {

    public enum Status {
        /** It does its work. */
        READY,
        /** It starts, restores or waits for something; nobody has to act. */
        WAITING,
        /** It stopped and does not come back by itself. */
        FAILED
    }

    public static Health ready(String detail) {
        return new Health(Status.READY, detail);
    }

    public static Health waiting(String detail) {
        return new Health(Status.WAITING, detail);
    }

    public static Health failed(String detail) {
        return new Health(Status.FAILED, detail);
    }

    public boolean isReady() {
        return status == Status.READY;
    }

    public boolean isFailed() {
        return status == Status.FAILED;
    }
}
