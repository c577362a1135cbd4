package io.scribestream.notifier.deciding;

import java.time.Duration;

/**
 * What came of one attempt.
 *
 * @param status of HTTP; 0 where there was none
 * @param message one sentence for people; empty where all is well
 * @param retryAfter how long the endpoint asks to be left alone; zero where it does not say
 */
public record Answer(Kind kind, int status, String message, Duration retryAfter) {

    /** Whose fault an attempt was, as everywhere. */
    public enum Kind {
        /** Taken. */
        TAKEN,
        /** The endpoint is there and does not want this one: the others need not wait for it. */
        REFUSED,
        /** The endpoint is not there now: whatever goes there waits. */
        AWAY,
        /** The endpoint never wants to be asked again. */
        GONE,
        /** It may not be asked at all. */
        FORBIDDEN
    }

    /** What a status means; one that leads elsewhere is not followed. */
    public static Answer of(int status, Duration retryAfter) {
        if (status >= 200 && status < 300) {
            return new Answer(Kind.TAKEN, status, "", Duration.ZERO);
        }
        String message = "the endpoint answered " + status;
        if (status == 410) {
            return new Answer(Kind.GONE, status, message, Duration.ZERO);
        }
        boolean away = status >= 500 || status == 408 || status == 425 || status == 429;
        return new Answer(away ? Kind.AWAY : Kind.REFUSED, status, message, away ? retryAfter : Duration.ZERO);
    }

    public static Answer away(String message) {
        return new Answer(Kind.AWAY, 0, message, Duration.ZERO);
    }

    public static Answer forbidden(String message) {
        return new Answer(Kind.FORBIDDEN, 0, message, Duration.ZERO);
    }
}
