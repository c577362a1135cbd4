package io.scribestream.ingest;

import io.micrometer.core.instrument.Metrics;
import io.scribestream.ingest.TooMany.TooManyException;
import io.scribestream.ingest.access.Caller;
import io.scribestream.ingest.limits.LimitConfig;
import io.scribestream.ingest.limits.Usage;
import io.scribestream.ingest.limits.Window;
import java.time.Clock;
import java.time.Duration;

/**
 * What a client may have besides its requests: so many jobs that have no outcome yet, and so many minutes of audio in any
 * day. Both are counted from the board, which is durable and says of every job once what it holds; so there is nothing to
 * add up in Redis, nor to lose with it, and a restart changes nothing.
 *
 * <p>How long a recording is shows only when it is decoded, so a job is never refused for its own length: what it turned out
 * to hold counts from then on for a day, of a job that failed or was cancelled what was heard of it, also once it is
 * removed. A client that has used up its minutes has its next job refused. Jobs under way may so take it over its limit, and
 * no more of them than may wait.
 */
public final class Allowances {

    static final String WAITING_JOBS = "too_many_waiting_jobs";
    static final String AUDIO_MINUTES = "audio_minutes_used_up";

    /** A guess: nobody knows when one of them is done. */
    private static final Duration UNTIL_ONE_IS_DONE = Duration.ofSeconds(30);

    private final LimitConfig limits;
    private final OpenJobs open;
    private final HeardAudio heard;
    private final Clock clock;

    public Allowances(LimitConfig limits, OpenJobs open, HeardAudio heard, Clock clock) {
        this.limits = limits;
        this.open = open;
        this.heard = heard;
        this.clock = clock;
    }

    boolean areLimited() {
        return limits.on();
    }

    /**
     * Whether a client may have one more job; counts nothing.
     *
     * @param coming jobs that it has begun to send
     * @throws TooManyException if not
     */
    void require(Caller caller, int coming) {
        if (!limits.on()) {
            return;
        }
        if (open.of(caller.client()) + coming >= mostWaiting(caller)) {
            throw waiting(caller);
        }
        Usage audio = audio(caller);
        if (audio.remaining() == 0) {
            count("audio-minutes");
            throw new TooManyException(TooMany.of(
                    AUDIO_MINUTES,
                    "the jobs of the last day held " + audio.used() + " minutes of audio, and at most "
                            + audio.window().limit() + " may be had in one; there is room again in "
                            + TooMany.seconds(audio.reset()) + " s",
                    audio.window().limit(),
                    audio.reset(),
                    clock));
        }
    }

    /**
     * The same, and the job counts from here on, so that of many that come at once no more are let through than may be.
     *
     * @throws TooManyException if the client may have no more
     */
    void begin(Caller caller, String jobId) {
        require(caller, 0);
        if (limits.on() && !open.begin(caller.client(), jobId, mostWaiting(caller))) {
            throw waiting(caller);
        }
    }

    /** A job that the client was told it may have counts from here on. */
    void note(String client, String jobId) {
        if (limits.on()) {
            open.begin(client, jobId, Integer.MAX_VALUE);
        }
    }

    /** The job was not accepted after all. */
    void drop(String jobId) {
        open.forget(jobId);
    }

    int waiting(String client) {
        return open.of(client);
    }

    int mostWaiting(Caller caller) {
        return caller.limits().getOrDefault(LimitConfig.WAITING_JOBS, limits.waitingJobs());
    }

    /** In minutes. */
    Usage audio(Caller caller) {
        Window usual = limits.audioMinutes();
        return heard.usage(
                caller.client(),
                usual.withLimit(caller.limits().getOrDefault(LimitConfig.AUDIO_MINUTES_DAY, usual.limit())));
    }

    private TooManyException waiting(Caller caller) {
        count("waiting-jobs");
        int most = mostWaiting(caller);
        return new TooManyException(TooMany.of(
                WAITING_JOBS,
                "at most " + most
                        + " jobs of a client may wait or be worked on; send this one again when another is done",
                most,
                UNTIL_ONE_IS_DONE,
                clock));
    }

    private static void count(String refusedFor) {
        Metrics.counter("rate.limit.hits", "class", refusedFor, "outcome", "refused")
                .increment();
    }
}
