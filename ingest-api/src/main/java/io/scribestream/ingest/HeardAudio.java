package io.scribestream.ingest;

import io.scribestream.ingest.limits.LimitConfig;
import io.scribestream.ingest.limits.Usage;
import io.scribestream.ingest.limits.Window;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The audio that the jobs of each client turned out to hold in the last day, counted from the rows of the
 * board, which every instance has whole: each job once, however often its events come, and the same after a restart, since the rows are what is kept. A job
 * counts from the minute in which something of its length was first known. Thread-safe; memory is bounded by the minutes of
 * a day in which a client had a new job.
 */
public final class HeardAudio {

    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    /** By part of the board and client: what was first known in each minute since 1970, in milliseconds of audio. */
    private final Map<Object, Map<String, TreeMap<Long, Long>>> byTask = new HashMap<>();

    private final Clock clock;
    private long swept;

    public HeardAudio(Clock clock) {
        this.clock = clock;
    }

    /**
     * A job has changed.
     *
     * @param task the part of the board that has the job
     * @param before null for a job that is new here
     * @param after null for one that is forgotten; what it held was heard all the same, until its day is over
     */
    synchronized void count(Object task, @Nullable Counted before, @Nullable Counted after) {
        long first = firstMinute(clock.millis(), LimitConfig.KEPT);
        if (first > swept) {
            byTask.values().forEach(clients -> clients.values().removeIf(minutes -> {
                minutes.headMap(first).clear();
                return minutes.isEmpty();
            }));
            swept = first;
        }
        if (after == null) {
            return;
        }
        if (before != null) {
            add(task, before, -1);
        }
        add(task, after, 1);
    }

    /** The part of the board is taken away; who has it now counts it. */
    synchronized void leave(Object task) {
        byTask.remove(task);
    }

    /**
     * How far a client has used up a window.
     *
     * @param window of minutes of audio, no longer than a day; a minute counts once it is whole
     */
    synchronized Usage usage(String client, Window window) {
        long now = clock.millis();
        TreeMap<Long, Long> minutes = new TreeMap<>();
        of(client).forEach(part -> part.tailMap(firstMinute(now, window.length()))
                .forEach((minute, audio) -> minutes.merge(minute, audio, Long::sum)));
        long sum = minutes.values().stream().mapToLong(Long::longValue).sum();
        int used = (int) Math.min(Integer.MAX_VALUE, sum / MINUTE);
        long left = sum;
        for (Map.Entry<Long, Long> minute : minutes.entrySet()) {
            left -= minute.getValue();
            if (left < window.limit() * MINUTE) {
                long leaves = (minute.getKey() + 1) * MINUTE + window.length().toMillis();
                return new Usage(window, used, Duration.ofMillis(leaves - now));
            }
        }
        return new Usage(window, used, window.length());
    }

    private Collection<TreeMap<Long, Long>> of(String client) {
        return byTask.values().stream()
                .flatMap(clients -> clients.entrySet().stream())
                .filter(entry -> entry.getKey().equals(client))
                .map(Map.Entry::getValue)
                .toList();
    }

    private void add(Object task, Counted job, int sign) {
        long minute = job.heardAt().toEpochMilli() / MINUTE;
        if (job.heardMillis() > 0 && minute >= swept) {
            byTask.computeIfAbsent(task, t -> new HashMap<>())
                    .computeIfAbsent(job.client(), client -> new TreeMap<>())
                    .merge(minute, sign * job.heardMillis(), Long::sum);
        }
    }

    /** The earliest that is not wholly out of a window. */
    private static long firstMinute(long now, Duration length) {
        return Math.floorDiv(now - length.toMillis(), MINUTE);
    }
}
