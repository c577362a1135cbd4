package io.scribestream.ingest.requests;

import io.scribestream.schemas.avro.RequestClaim;
import java.time.Duration;

/** Who came first with a request: the same for all instances. Thread-safe. */
public interface RequestLog {

    /** For how long a request is known; after that, its key is a new one. */
    Duration KEPT = Duration.ofDays(1);

    /**
     * Lays a claim to a request, unless there is one.
     *
     * @return the first that was laid; it may be this one
     * @throws io.scribestream.runtime.UnavailableException if that cannot be said now
     */
    RequestClaim claim(RequestClaim mine);

    /**
     * Says that the job of the request is on its way.
     *
     * @throws io.scribestream.runtime.UnavailableException if Kafka does not acknowledge
     */
    void settle(RequestClaim claim);

    /** Waits until the job of the request is on its way; false if that does not come in time. */
    boolean awaitSettled(String requestId, Duration patience) throws InterruptedException;
}
