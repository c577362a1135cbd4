package io.scribestream.ingest.limits;

import io.scribestream.ingest.limits.SlidingLog.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** The windows of this process. Memory is bounded by the limits: what was refused is not kept. Thread-safe. */
final class LocalWindows {

    /** Whose requests, and which. */
    record Log(String client, EndpointClass endpoints) {}

    /** A request of a log that is kept here. */
    record Carried(String id, Duration ago) {}

    private static final long SWEEP_MICROS = Duration.ofMinutes(1).toNanos() / 1000;

    private final Map<Log, SlidingLog> logs = new ConcurrentHashMap<>();
    private final LongSupplier micros;
    private final Duration kept;
    private final AtomicLong lastSweep;

    /**
     * @param micros microseconds of a clock that never goes back
     * @param kept the longest window that will be asked for
     */
    LocalWindows(LongSupplier micros, Duration kept) {
        this.micros = micros;
        this.kept = kept;
        this.lastSweep = new AtomicLong(micros.getAsLong());
    }

    Verdict take(Log log, String id, List<Window> windows) {
        sweepIfDue();
        // The time is read where no other request of the log can come in between.
        return in(log, entries -> entries.take(micros.getAsLong(), id, windows));
    }

    Verdict look(Log log, List<Window> windows) {
        return in(log, entries -> entries.look(micros.getAsLong(), windows));
    }

    void note(Log log, String id) {
        sweepIfDue();
        in(log, entries -> {
            entries.note(micros.getAsLong(), id);
            return true;
        });
    }

    void remove(Log log, String id) {
        in(log, entries -> {
            entries.remove(id);
            return true;
        });
    }

    List<Log> logs() {
        return List.copyOf(logs.keySet());
    }

    List<Carried> entries(Log log) {
        return in(log, entries -> {
            long now = micros.getAsLong();
            List<Carried> carried = new ArrayList<>();
            for (Entry entry : entries.entries()) {
                carried.add(new Carried(entry.id(), Duration.ofNanos(1000 * (now - entry.at()))));
            }
            return carried;
        });
    }

    Duration kept() {
        return kept;
    }

    private <T> T in(Log log, Function<SlidingLog, T> work) {
        List<T> result = new ArrayList<>(1);
        logs.compute(log, (key, known) -> {
            SlidingLog entries = known == null ? new SlidingLog() : known;
            result.add(work.apply(entries));
            return entries.isEmpty() ? null : entries;
        });
        return result.get(0);
    }

    private void sweepIfDue() {
        long now = micros.getAsLong();
        long last = lastSweep.get();
        if (now - last >= SWEEP_MICROS && lastSweep.compareAndSet(last, now)) {
            for (Log log : logs()) {
                in(log, entries -> {
                    entries.trim(now, kept.toNanos() / 1000);
                    return true;
                });
            }
        }
    }
}
