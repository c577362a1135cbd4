package io.scribestream.transcriber.deadline;

import java.time.Duration;

/**
 * How long hearing a chunk may take: {@value #TIMES} times what the engine takes for its length here, as far as its calls
 * have shown, within bounds. Before the first call, what was measured some other time counts, or else the upper bound.
 *
 * <p>The estimate is a moving mean of the seconds that a first, plain attempt takes for a second of speech. It rises fast
 * and falls slowly, for a deadline that is too short costs text, and one that is too long only time. A chunk that ran out
 * of time doubles it, so that a machine which became slow loses some chunks and not all of them. Thread-safe.
 */
public final class ChunkDeadline {

    /** A second, harder attempt takes several times as long as the first, and a machine is not always ours alone. */
    static final int TIMES = 10;

    /** The encoder sees a whole window, however little is in it: a short chunk takes as long as one of so many seconds. */
    static final double SHORTEST = 10;

    private static final double UP = 0.5;
    private static final double DOWN = 0.1;
    private static final double NOT_KNOWN = -1;

    private final Duration least;
    private final Duration most;
    private double cost = NOT_KNOWN;

    /**
     * @param least that every chunk gets
     * @param most that no chunk gets more than; not shorter than the least
     */
    public ChunkDeadline(Duration least, Duration most) {
        if (least.isNegative() || least.compareTo(most) > 0) {
            throw new IllegalArgumentException("a deadline from " + least + " to " + most);
        }
        this.least = least;
        this.most = most;
    }

    /** @param cost seconds that a lane takes for a second of speech while all lanes are at work */
    public ChunkDeadline(Duration least, Duration most, double cost) {
        this(least, most);
        if (cost > 0) {
            this.cost = cost;
        }
    }

    /** For all that is done to hear one chunk. */
    public synchronized Duration of(double speechSeconds) {
        if (cost == NOT_KNOWN) {
            return most;
        }
        double millis = TIMES * cost * Math.max(speechSeconds, SHORTEST) * 1000;
        if (millis >= most.toMillis()) {
            return most;
        }
        Duration time = Duration.ofMillis((long) millis);
        return time.compareTo(least) < 0 ? least : time;
    }

    public Duration most() {
        return most;
    }

    /** A first attempt heard words, and took so long. */
    public synchronized void heard(double speechSeconds, Duration took) {
        double seen = Math.max(took.toNanos(), 1) / 1e9 / Math.max(speechSeconds, SHORTEST);
        double weight = seen > cost ? UP : DOWN;
        cost = cost == NOT_KNOWN ? seen : cost + weight * (seen - cost);
    }

    /** A first attempt did not end in time. */
    public synchronized void ranOut() {
        if (cost != NOT_KNOWN) {
            cost = Math.min(2 * cost, most.toMillis() / 1000.0);
        }
    }
}
