package io.scribestream.runtime;

import java.time.Duration;

/**
 * How {@link Guards} judge.
 *
 * @param failures so many in a row open a breaker
 * @param open how long it lets nobody through then
 * @param trials calls that it lets through after that
 * @param successes so many of them close it again
 * @param retries further attempts at a call
 * @param firstRetry the wait before the first of them; each further one is twice as long
 * @param longestRetry no wait is longer
 */
public record GuardConfig(
        int failures,
        Duration open,
        int trials,
        int successes,
        int retries,
        Duration firstRetry,
        Duration longestRetry) {

    private static final int MOST = 1000;
    private static final int MOST_RETRIES = 20;
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    /** @throws ConfigException naming the setting that is wrong */
    public static GuardConfig from(Env env) {
        int trials = env.integer(Setting.SCRIBE_BREAKER_TRIALS, 1, MOST);
        Duration longest = env.duration(Setting.SCRIBE_RETRY_LONGEST, SHORTEST, LONGEST);
        return new GuardConfig(
                env.integer(Setting.SCRIBE_BREAKER_FAILURES, 1, MOST),
                env.duration(Setting.SCRIBE_BREAKER_OPEN, SHORTEST, LONGEST),
                trials,
                env.integer(Setting.SCRIBE_BREAKER_SUCCESSES, 1, trials),
                env.integer(Setting.SCRIBE_RETRIES, 0, MOST_RETRIES),
                env.duration(Setting.SCRIBE_RETRY_FIRST, SHORTEST, longest),
                longest);
    }
}
