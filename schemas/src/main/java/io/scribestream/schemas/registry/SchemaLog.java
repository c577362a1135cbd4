package io.scribestream.schemas.registry;

import java.util.function.BiConsumer;

/** Where the embedded registry remembers: keyed records in order, of which at least the last of each key stays. */
interface SchemaLog extends AutoCloseable {

    /**
     * Reads all records from the first to the one that is the last now.
     *
     * @throws RegistryUnavailableException if they cannot be read
     */
    void replay(BiConsumer<String, String> each);

    /**
     * Comes back when the record is safe.
     *
     * @throws RegistryUnavailableException if nobody said that it is; it may be there all the same
     */
    void append(String key, String value);

    @Override
    void close();
}
