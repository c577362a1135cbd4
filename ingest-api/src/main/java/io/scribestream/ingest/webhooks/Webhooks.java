package io.scribestream.ingest.webhooks;

import io.scribestream.schemas.avro.Webhook;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The webhooks of the last week. Thread-safe. */
public interface Webhooks {

    /** Those that are wanted, the one of which something was said last first. */
    List<Webhook> newest(int limit, Predicate<Webhook> wanted);

    Optional<Webhook> find(String webhookId);

    /**
     * Has one sent again, under the id it has, also to an endpoint that wanted no more; returns once Kafka has the order.
     *
     * @throws io.scribestream.runtime.UnavailableException if Kafka does not take it in time
     */
    void again(Webhook webhook);
}
