package io.scribestream.runtime;

/**
 * What made a record a dead letter whose sender was told already, by a failure, a refusal or a gap: nobody waits for it,
 * and sending it again would change nothing.
 */
public final class AnsweredException extends RuntimeException {

    /** @param cause what really happened; the letter says that */
    public AnsweredException(Throwable cause) {
        super(cause.getMessage(), cause);
    }

    /** What really happened. */
    static Throwable unwrap(Throwable error) {
        return error instanceof AnsweredException && error.getCause() != null ? error.getCause() : error;
    }
}
