package io.scribestream.chunker;

import java.time.Duration;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the stream thread to see what the pool has done: often while something moves, seldom while all wait, not at all
 * while there is no job. Each tick makes Kafka Streams commit, which is not free.
 */
final class Ticker {

    enum Pace {
        OFF(Duration.ZERO),
        /** Places and credits that other tasks give back, and things that were away. */
        SLOW(Duration.ofMillis(100)),
        FAST(Duration.ofMillis(10));

        private final Duration interval;

        Pace(Duration interval) {
            this.interval = interval;
        }
    }

    private final ProcessorContext<?, ?> context;
    private final Runnable tick;
    private Pace pace = Pace.OFF;
    private @Nullable Cancellable schedule;

    Ticker(ProcessorContext<?, ?> context, Runnable tick) {
        this.context = context;
        this.tick = tick;
    }

    void pace(Pace wanted) {
        if (wanted == pace) {
            return;
        }
        if (schedule != null) {
            schedule.cancel();
            schedule = null;
        }
        pace = wanted;
        if (wanted != Pace.OFF) {
            schedule = context.schedule(wanted.interval, PunctuationType.WALL_CLOCK_TIME, now -> tick.run());
        }
    }
}
