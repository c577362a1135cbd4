package io.scribestream.ingest;

import io.scribestream.ingest.requests.RequestLog;
import io.scribestream.schemas.avro.RequestClaim;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The log of requests, in memory; several instances may share one. */
final class FakeRequests implements RequestLog {

    private final Map<String, RequestClaim> claims = new HashMap<>();

    @Override
    public synchronized RequestClaim claim(RequestClaim mine) {
        return claims.computeIfAbsent(mine.getRequestId(), id -> mine);
    }

    @Override
    public synchronized void settle(RequestClaim claim) {
        claims.put(
                claim.getRequestId(),
                RequestClaim.newBuilder(claim).setSettled(true).build());
        notifyAll();
    }

    @Override
    public synchronized boolean awaitSettled(String requestId, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!claims.get(requestId).getSettled() && System.nanoTime() < end) {
            wait(10);
        }
        return claims.get(requestId).getSettled();
    }
}
