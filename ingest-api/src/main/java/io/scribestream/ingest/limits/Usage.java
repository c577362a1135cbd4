package io.scribestream.ingest.limits;

import java.time.Duration;

/**
 * How far a window is used up.
 *
 * @param reset until the next request leaves it; of a full one, until there is room for another
 */
public record Usage(Window window, int used, Duration reset) {

    public int remaining() {
        return Math.max(0, window.limit() - used);
    }

    boolean isFull() {
        return used >= window.limit();
    }
}
