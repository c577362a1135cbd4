package io.scribestream.runtime.operate;

import io.scribestream.runtime.Flow;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.Wire;
import io.scribestream.runtime.tail.TopicTail;
import io.scribestream.runtime.tail.ValueListener;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.BreakerReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** {@code breakers -> this process}: what every process said last of its breakers. Thread-safe. */
public final class BreakerBoard {

    /** Three beats without a word: the process is gone, or cannot reach the broker. */
    static final Duration STALE = BreakerReporter.BEAT.multipliedBy(3);

    private final ConcurrentSkipListMap<String, BreakerReport> reports = new ConcurrentSkipListMap<>();
    private final InstantSource clock;

    public BreakerBoard(InstantSource clock) {
        this.clock = clock;
    }

    /** Reads from now on, until what this gives is closed. */
    public Flow.Companion follow(Wire wire, RuntimeConfig config) {
        return TopicTail.follow(
                "breaker-board",
                Topics.BREAKERS.name(),
                config,
                new ValueListener<>(wire.serde(Topics.BREAKERS).deserializer(), this::take));
    }

    void take(String process, @Nullable BreakerReport report, long at) {
        if (report == null) {
            reports.remove(process);
        } else {
            reports.put(process, report);
        }
    }

    /** By process; those of the last day. */
    public List<BreakerReport> reports() {
        Instant oldest = clock.instant().minus(Topics.BREAKERS.retention());
        reports.values().removeIf(report -> report.getAt().isBefore(oldest));
        return List.copyOf(reports.values());
    }

    /** Whether its process has been silent for so long that it may stand otherwise by now. */
    public boolean isStale(BreakerReport report) {
        return report.getAt().isBefore(clock.instant().minus(STALE));
    }
}
