package io.scribestream.runtime.watch;

import io.scribestream.schemas.registry.SchemaRegistry;

/** Whether the schema registry answers. */
public final class RegistryCheck implements HealthCheck {

    private final SchemaRegistry registry;

    public RegistryCheck(SchemaRegistry registry) {
        this.registry = registry;
    }

    @Override
    public String name() {
        return "registry";
    }

    @Override
    public Finding look() {
        registry.ping();
        return Finding.healthy("answers");
    }
}
