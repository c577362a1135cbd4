package io.scribestream.schemas.registry;

import java.util.function.Supplier;

/** How often a registry is asked that does not answer. */
@FunctionalInterface
public interface Patience {

    /**
     * Asks until there is an answer or patience is at its end.
     *
     * @throws RegistryUnavailableException if there is none
     */
    <T> T ask(Supplier<T> question);
}
