package io.scribestream.runtime;

import org.jspecify.annotations.Nullable;

/** The machine lacks something: a model, room on the disk, a port. Ends a start with one sentence and exit code 3. */
public final class EnvironmentException extends RuntimeException {

    public EnvironmentException(String message) {
        super(message);
    }

    public EnvironmentException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
