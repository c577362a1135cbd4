package io.scribestream.runtime.watch;

import io.scribestream.runtime.Health;
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
    public Health look() {
        registry.ping();
        return Health.ready("answers");
    }
}
