package io.scribestream.schemas.registry;

import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** No schema has that id. */
public final class UnknownSchemaException extends SerializationException {

    public UnknownSchemaException(String message) {
        super(message);
    }

    public UnknownSchemaException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
