package io.scribestream.ingest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.javalin.http.Context;
import io.scribestream.ingest.Problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * A refusal because of a limit, as the client reads it.
 *
 * @param remaining of the limit
 * @param retryAfter whole seconds
 */
record TooMany(
        String title,
        int status,
        String code,
        String detail,
        int limit,
        int remaining,
        @JsonProperty("reset_at") String resetAt,
        @JsonProperty("retry_after") long retryAfter) {

    /** Thrown where a request is refused because of a limit; becomes the answer. */
    static final class TooManyException extends ProblemException {

        private final transient TooMany refusal;

        TooManyException(TooMany refusal) {
            super(429, refusal.code(), refusal.detail());
            this.refusal = refusal;
        }

        TooMany refusal() {
            return refusal;
        }
    }

    /** @param reset until there is room again */
    static TooMany of(String code, String detail, int limit, Duration reset, Clock clock) {
        return new TooMany("Too many requests", 429, code, detail, limit, 0, resetAt(reset, clock), seconds(reset));
    }

    void answer(Context ctx) {
        ctx.header("Retry-After", Long.toString(retryAfter));
        Problems.answer(ctx, Problem.of(429, code, detail), this);
    }

    /** The second that begins after so much time. */
    static String resetAt(Duration reset, Clock clock) {
        return Instant.ofEpochSecond(clock.instant().plus(reset).plusMillis(999).getEpochSecond())
                .toString();
    }

    /** Rounded up: who waits so long has waited long enough. */
    static long seconds(Duration time) {
        return Math.max(1, time.plusNanos(999_999_999).toSeconds());
    }
}
