package io.scribestream.runtime;

import org.jspecify.annotations.Nullable;

/** The machine lacks something: a model, room on the disk, a port. Ends a start with one sentence and exit code 3. */
public final class EnvironmentException extends RuntimeException {

    private final Lack lack;

    public EnvironmentException(String message) {
        this(message, null);
    }

    public EnvironmentException(String message, @Nullable Throwable cause) {
        this(Lack.ENVIRONMENT, message, cause);
    }

    /**
     * @param message one sentence: what is wrong and what to do
     */
    public EnvironmentException(Lack lack, String message) {
        this(lack, message, null);
    }

    public EnvironmentException(Lack lack, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.lack = lack;
    }

    public Lack lack() {
        return lack;
    }

    /** The sentence and the code, in the form in which the failure of a job is told. */
    public String told() {
        return getMessage() + " [" + lack.code() + "]";
    }
}
