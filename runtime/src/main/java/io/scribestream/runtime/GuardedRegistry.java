package io.scribestream.runtime;

import io.scribestream.schemas.registry.HttpSchemaRegistry;
import io.scribestream.schemas.registry.Patience;
import io.scribestream.schemas.registry.RegistryLogin;
import io.scribestream.schemas.registry.RegistryUnavailableException;
import io.scribestream.schemas.registry.SchemaRegistry;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;

/**
 * The schema registry behind its breaker. What it once answered is known without it, whatever the breaker says: so a
 * process at work does not notice that the registry is away until it meets a schema that is new to it, and one that starts
 * waits for it.
 */
public final class GuardedRegistry {

    /** The registry's name among the breakers. */
    public static final String BREAKER = "registry";

    /**
     * @param urls addresses of the same registry, asked in turn until one answers; each may hold a login and a path
     * @param guards of this process
     */
    public static SchemaRegistry of(List<URI> urls, Guards guards) {
        return new HttpSchemaRegistry(urls, RegistryLogin.NONE, new Behind(guards));
    }

    private record Behind(Guards guards) implements Patience {

        /** Whether the registry does not answer or is not asked: whoever reads or writes a record waits in the same way. */
        @Override
        public <T> T ask(Supplier<T> question) {
            try {
                return guards.retrying(BREAKER, question::get);
            } catch (UnavailableException e) {
                throw new RegistryUnavailableException("the schema registry is not asked now: " + e.getMessage(), e);
            }
        }
    }

    private GuardedRegistry() {}
}
