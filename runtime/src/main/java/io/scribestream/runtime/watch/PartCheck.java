package io.scribestream.runtime.watch;

import io.scribestream.runtime.Component;
import io.scribestream.runtime.Health;

/** How a part of the process is. */
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
    public Health look() throws Exception {
        return part.look();
    }
}
