package io.scribestream.ingest.requests;

import io.scribestream.schemas.avro.RequestClaim;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The claims of the last day: the first for each request counts, in the topic's order, which is the same for everybody.
 * About 500 bytes of memory for each request with a key. Thread-safe.
 */
final class Claims {

    private final InstantSource clock;
    private final Map<String, Known> byRequest = new LinkedHashMap<>();

    private record Known(RequestClaim claim, long at) {}

    Claims(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void take(RequestClaim claim, long at) {
        forgetOld();
        if (isOld(at)) {
            return;
        }
        Known known = byRequest.putIfAbsent(claim.getRequestId(), new Known(claim, at));
        if (known != null && claim.getSettled()) {
            byRequest.put(claim.getRequestId(), new Known(settled(known.claim()), known.at()));
        }
        notifyAll();
    }

    synchronized Optional<RequestClaim> find(String requestId) {
        forgetOld();
        return Optional.ofNullable(byRequest.get(requestId)).map(Known::claim);
    }

    synchronized boolean awaitSettled(String requestId, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!isSettled(byRequest.get(requestId))) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    static RequestClaim settled(RequestClaim claim) {
        return RequestClaim.newBuilder(claim).setSettled(true).build();
    }

    private static boolean isSettled(@Nullable Known known) {
        return known != null && known.claim().getSettled();
    }

    private void forgetOld() {
        for (Iterator<Known> oldest = byRequest.values().iterator(); oldest.hasNext(); ) {
            if (!isOld(oldest.next().at())) {
                return;
            }
            oldest.remove();
        }
    }

    private boolean isOld(long at) {
        return clock.millis() - at > RequestLog.KEPT.toMillis();
    }
}
