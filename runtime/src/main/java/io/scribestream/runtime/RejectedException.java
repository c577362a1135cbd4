package io.scribestream.runtime;

import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.Failure;
import org.jspecify.annotations.Nullable;

/** The input's fault: its owner is told the reason, it is never tried again, and no breaker counts it. */
public final class RejectedException extends RuntimeException {

    private final Reason reason;

    /**
     * @param message one sentence for the owner: what is wrong and what to do
     */
    public RejectedException(Reason reason, String message) {
        this(reason, message, null);
    }

    public RejectedException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** As it is written on a topic. */
    public Failure failure() {
        return new Failure(reason.code(), getMessage());
    }
}
