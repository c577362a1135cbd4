package io.scribestream.schemas.registry;

import org.apache.avro.Schema;

/** Schemas of one process that nobody else reads; for tests and flows in a test driver. */
public final class InMemorySchemaRegistry implements SchemaRegistry {

    private final EmbeddedSchemaRegistry registry = EmbeddedSchemaRegistry.inMemory();

    @Override
    public int register(String subject, Schema schema) {
        return registry.register(subject, schema);
    }

    @Override
    public Schema byId(int id) {
        return registry.byId(id);
    }
}
