package io.scribestream.runtime.watch;

import io.scribestream.runtime.Component;
import io.scribestream.runtime.Health;

/** How a part of the process is. One that only begins its work is no reason to end it. */
public final class PartCheck implements HealthCheck {

    private final String name;
    private final Component part;

    /** @param part stays the caller's */
    public PartCheck(String name, Component part) {
        this.name = name;
        this.part = part;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Finding look() {
        Health health = part.check();
        return switch (health.status()) {
            case READY ->
                health.detail().startsWith("degraded")
                        ? Finding.degraded(health.detail())
                        : Finding.healthy(health.detail());
            case WAITING -> Finding.degraded(health.detail());
            case FAILED -> Finding.unhealthy(health.detail());
        };
    }
}
