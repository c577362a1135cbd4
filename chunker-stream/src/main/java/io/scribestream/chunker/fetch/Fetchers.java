package io.scribestream.chunker.fetch;

import io.scribestream.runtime.RejectedException;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Fetches sources of several kinds, each as its kind is fetched. */
public final class Fetchers implements Fetcher {

    private final Map<SourceKind, Fetcher> fetchers;

    public Fetchers(Map<SourceKind, Fetcher> fetchers) {
        this.fetchers = Map.copyOf(fetchers);
    }

    @Override
    public String host(Source source) {
        return of(source).host(source);
    }

    @Override
    public void fetch(Source source, Spool.Slot slot, BooleanSupplier cancelled) {
        of(source).fetch(source, slot, cancelled);
    }

    private Fetcher of(Source source) {
        Fetcher fetcher = fetchers.get(source.getKind());
        if (fetcher == null) {
            throw new RejectedException(
                    Reason.INVALID_JOB,
                    "Sources of kind " + source.getKind() + " are not fetched here; upload the file.");
        }
        return fetcher;
    }
}
