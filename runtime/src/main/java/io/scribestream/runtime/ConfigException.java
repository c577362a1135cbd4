package io.scribestream.runtime;

/** A setting that cannot be: the message names it and the value it had. Ends a start with exit code 2. */
public final class ConfigException extends RuntimeException {

    public ConfigException(String message) {
        super(message);
    }
}
