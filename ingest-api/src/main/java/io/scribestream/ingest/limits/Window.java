package io.scribestream.ingest.limits;

import java.time.Duration;

/**
 * At most so many requests in any stretch of so much time.
 *
 * @param name as clients see it: {@code hour}
 * @param length the stretch, open at its start: a request leaves it exactly so long after it came
 */
public record Window(String name, Duration length, int limit) {

    public Window {
        if (length.isNegative() || length.isZero() || limit < 0) {
            throw new IllegalArgumentException("no window: " + limit + " in " + length);
        }
    }

    public Window withLimit(int other) {
        return new Window(name, length, other);
    }

    long micros() {
        return length.toNanos() / 1000;
    }
}
