package io.scribestream.runtime;

import org.jspecify.annotations.Nullable;

/** A dependency's fault: wait and try again; nothing is lost. */
public final class UnavailableException extends RuntimeException {

    public UnavailableException(String message) {
        super(message);
    }

    public UnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
