package io.scribestream.runtime;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/** A clock that goes on evenly from when it was made, whatever is done to that of the machine. For measuring only. */
final class RunningClock extends Clock {

    private final Instant start = InstantSource.system().instant();
    private final LongSupplier nanoTime;
    private final long startNanos;

    RunningClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanoTime.getAsLong() - startNanos);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("measures time, knows no place");
    }
}
