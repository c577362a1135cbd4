package io.scribestream.schemas.registry;

import org.apache.avro.Schema;

/** Where schemas get their numbers. Thread-safe; answers are cached, so a steady flow asks nobody. */
public interface SchemaRegistry {

    /**
     * The id of a schema under a subject, registering it where it is new.
     *
     * @throws IncompatibleSchemaException if the subject's rules forbid this schema
     * @throws RegistryUnavailableException if the registry does not answer
     */
    int register(String subject, Schema schema);

    /**
     * The schema with an id.
     *
     * @throws UnknownSchemaException if there is none
     * @throws RegistryUnavailableException if the registry does not answer
     */
    Schema byId(int id);

    /**
     * Finds out whether it answers at this moment; where it lies in this process, there is nobody to ask.
     *
     * @throws RegistryUnavailableException if it does not
     */
    default void ping() {}
}
