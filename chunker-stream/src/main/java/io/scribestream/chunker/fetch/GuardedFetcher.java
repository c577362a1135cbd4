package io.scribestream.chunker.fetch;

import io.scribestream.runtime.Guards;
import io.scribestream.schemas.avro.Source;
import java.util.function.BooleanSupplier;

/** Asks no host that keeps failing: each has a breaker of its own. */
public final class GuardedFetcher implements Fetcher {

    private final Fetcher fetcher;
    private final Guards guards;

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
        guards.<Boolean, RuntimeException>call("fetch " + fetcher.host(source), () -> {
            fetcher.fetch(source, slot, cancelled);
            return true;
        });
    }
}
