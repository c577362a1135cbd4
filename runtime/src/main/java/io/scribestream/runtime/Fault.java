package io.scribestream.runtime;

import io.scribestream.schemas.registry.IncompatibleSchemaException;
import io.scribestream.schemas.registry.RegistryUnavailableException;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.ProcessorStateException;

/** Whose fault it is decides what follows; this is the one place where that is told. */
enum Fault {
    /** Something we need is away: start the thread again and read the record again. */
    DEPENDENCY,
    /** This record cannot be handled, by its own fault or by a mistake of ours: set it aside, loudly. */
    RECORD,
    /** Going on would set every record aside or write what is not known to be right: stop. */
    PROCESS;

    static Fault of(Throwable error) {
        if (cause(error, UnavailableException.class).isPresent()
                || cause(error, RegistryUnavailableException.class).isPresent()
                || cause(error, RetriableException.class).isPresent()
                || cause(error, MissingSourceTopicException.class).isPresent()
                || isOfALoadingCoordinator(error)) {
            return DEPENDENCY;
        }
        if (cause(error, Error.class).isPresent()
                || cause(error, IncompatibleSchemaException.class).isPresent()
                // Of a store, whose own error below it is none of Kafka's.
                || cause(error, ProcessorStateException.class).isPresent()) {
            return PROCESS;
        }
        // A failed send or store leaves the transaction in doubt. What Kafka only passes on has another cause.
        Throwable root = root(error);
        return root instanceof KafkaException && !(root instanceof SerializationException) ? PROCESS : RECORD;
    }

    /** The first of its kind among an error and its causes. */
    static <T extends Throwable> Optional<T> cause(Throwable error, Class<T> type) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }

    /**
     * A broker that has just come up answers so also to a member that asks for its share of the group, and the consumer
     * of Kafka 4.3.1 takes that for an error without a name.
     */
    private static boolean isOfALoadingCoordinator(Throwable error) {
        Throwable root = root(error);
        String message = root.getMessage();
        return root.getClass() == KafkaException.class
                && message != null
                && message.endsWith(Errors.COORDINATOR_LOAD_IN_PROGRESS.message());
    }

    static Throwable root(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
