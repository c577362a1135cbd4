package io.scribestream.runtime;

import java.util.Locale;

/** What a breaker does with calls; its place in this list is the value of the metric. */
public enum BreakerState {
    /** Lets all through. */
    CLOSED,
    /** Lets a few through, to see whether the dependency is back. */
    HALF_OPEN,
    /** Lets none through. */
    OPEN;

    /** As events and log lines call it: {@code half_open}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
