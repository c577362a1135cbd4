package io.scribestream.runtime;

import org.jspecify.annotations.Nullable;

/** A dependency's fault: wait and try again; nothing is lost. */
public class UnavailableException extends RuntimeException {

    private final boolean held;

    public UnavailableException(String message) {
        this(message, null);
    }

    public UnavailableException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    private UnavailableException(String message, @Nullable Throwable cause, boolean held) {
        super(message, cause);
        this.held = held;
    }

    /**
     * For what was not even tried, because a breaker is open or a turn did not come: it will be let through by and by,
     * without anybody's help, so it may be waited for as long as it takes.
     */
    public static UnavailableException held(String message) {
        return held(message, null);
    }

    public static UnavailableException held(String message, @Nullable Throwable cause) {
        return new UnavailableException(message, cause, true);
    }

    public boolean isHeld() {
        return held;
    }
}
