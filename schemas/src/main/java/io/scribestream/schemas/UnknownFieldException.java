package io.scribestream.schemas;

import org.apache.kafka.common.errors.SerializationException;

/** A record of a strict topic has a field that this version does not know. */
public final class UnknownFieldException extends SerializationException {

    public UnknownFieldException(String message) {
        super(message);
    }
}
