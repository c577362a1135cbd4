package io.scribestream.chunker.fetch;

import io.scribestream.runtime.Guards;
import io.scribestream.schemas.avro.Source;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Asks no host that keeps failing: each has a breaker of its own. Hosts are whatever clients name, so only those asked last
 * have one. Thread-safe.
 */
public final class GuardedFetcher implements Fetcher {

    static final int MOST_HOSTS = 256;

    private final Fetcher fetcher;
    private final Guards guards;

    /** Names of breakers, the one asked longest ago first. */
    private final Set<String> asked = new LinkedHashSet<>();

    public GuardedFetcher(Fetcher fetcher, Guards guards) {
        this.fetcher = fetcher;
        this.guards = guards;
    }

    @Override
    public String host(Source source) {
        return fetcher.host(source);
    }

    @Override
    public void fetch(Source source, Spool.Slot slot, BooleanSupplier cancelled) {
        guards.<Boolean, RuntimeException>call(breaker(fetcher.host(source)), () -> {
            fetcher.fetch(source, slot, cancelled);
            return true;
        });
    }

    private synchronized String breaker(String host) {
        String name = "fetch " + host;
        asked.remove(name);
        if (asked.size() >= MOST_HOSTS) {
            List.copyOf(asked).stream().filter(guards::drop).findFirst().ifPresent(asked::remove);
        }
        asked.add(name);
        return name;
    }
}
