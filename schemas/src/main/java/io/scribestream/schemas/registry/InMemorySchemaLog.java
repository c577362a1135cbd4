package io.scribestream.schemas.registry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** A log that ends with its process. */
final class InMemorySchemaLog implements SchemaLog {

    private final Map<String, String> records = new LinkedHashMap<>();

    @Override
    public synchronized void replay(BiConsumer<String, String> each) {
        records.forEach(each);
    }

    @Override
    public synchronized void append(String key, String value) {
        records.remove(key);
        records.put(key, value);
    }

    @Override
    public void close() {}
}
