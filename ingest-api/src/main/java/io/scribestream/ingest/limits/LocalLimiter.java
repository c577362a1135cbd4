package io.scribestream.ingest.limits;

import io.scribestream.runtime.Health;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** Limits of this process alone. */
public final class LocalLimiter implements RateLimiter {

    private final LocalWindows windows;

    /** @param kept the longest window that will be asked for */
    public LocalLimiter(Duration kept) {
        this(kept, () -> System.nanoTime() / 1000);
    }

    LocalLimiter(Duration kept, LongSupplier micros) {
        this.windows = new LocalWindows(micros, kept);
    }

    @Override
    public Verdict take(String client, EndpointClass endpoints, List<Window> limits) {
        // Nobody else will ever see these requests, so they need no ids.
        return windows.take(new LocalWindows.Log(client, endpoints), "", limits);
    }

    @Override
    public Verdict look(String client, EndpointClass endpoints, List<Window> limits) {
        return windows.look(new LocalWindows.Log(client, endpoints), limits);
    }

    @Override
    public String name() {
        return "limits";
    }

    @Override
    public Health check() {
        return Health.ready("counted in this process");
    }

    @Override
    public void close() {}
}
