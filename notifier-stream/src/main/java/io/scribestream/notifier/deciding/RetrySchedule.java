package io.scribestream.notifier.deciding;

import java.time.Duration;
import java.util.List;

/**
 * When to try again: soon at first, then less and less often, over a day. All who failed at the same moment would come back
 * at the same moment, so each wait is up to a fifth shorter or longer.
 */
public final class RetrySchedule {

    /** After this long nobody waits for a webhook any more. */
    public static final Duration PATIENCE = Duration.ofHours(24);

    private static final Duration LONGEST = Duration.ofHours(12);
    private static final double JITTER = 0.2;

    private static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(4),
            Duration.ofHours(8));

    /**
     * The wait behind an attempt that failed.
     *
     * @param failures so many in a row, from 1
     * @param asked the endpoint's own wish, which holds where it is longer and within reason
     * @param random 0 to 1
     */
    public static Duration wait(int failures, Duration asked, double random) {
        Duration usual = WAITS.get(Math.min(Math.max(1, failures), WAITS.size()) - 1);
        long millis = Math.round(usual.toMillis() * (1 - JITTER + 2 * JITTER * random));
        Duration wished = asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
        return Duration.ofMillis(Math.max(millis, wished.toMillis()));
    }

    private RetrySchedule() {}
}
