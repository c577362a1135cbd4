package io.scribestream.notifier;

import io.scribestream.notifier.state.Endpoint;
import io.scribestream.runtime.Flow;
import io.scribestream.runtime.Wire;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.Webhook;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/**
 * {@code done, error -> webhooks -> HTTP, webhook-log}: who asked to be told of a job is told once it is over. By way of a
 * topic that is keyed by endpoint, so that what goes to one address goes one after the other.
 */
public final class NotifierFlow implements Flow {

    static final String WAITING = "notifier-waiting";
    static final String ENDPOINTS = "notifier-endpoints";
    static final String SETTLED = "notifier-settled";

    private final Sending sending;
    private final EndpointBreakers breakers;
    private final InstantSource clock;

    /** @param clock for the times of what is queued; waits go by Kafka Streams' own */
    NotifierFlow(Sending sending, EndpointBreakers breakers, InstantSource clock) {
        this.sending = sending;
        this.breakers = breakers;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "notifier";
    }

    @Override
    public void addTo(StreamsBuilder builder, Wire wire) {
        builder.addStateStore(wire.store(WAITING, Webhook.class));
        builder.addStateStore(wire.store(ENDPOINTS, Endpoint.class));
        builder.addStateStore(wire.store(SETTLED, Webhook.class));
        KStream<String, Webhook> completed = wire.in(builder, Topics.DONE)
                .flatMap(
                        (jobId, transcript) -> byEndpoint(Notice.of(transcript, clock.instant())),
                        Named.as("tell-of-transcript"));
        KStream<String, Webhook> failed = wire.in(builder, Topics.ERROR)
                .flatMap(
                        (jobId, failure) -> byEndpoint(Notice.of(failure, clock.instant())),
                        Named.as("tell-of-failure"));
        wire.out(Topics.WEBHOOKS, completed.merge(failed, Named.as("tell-of-outcome")));
        wire.out(
                Topics.WEBHOOK_LOG,
                wire.in(builder, Topics.WEBHOOKS)
                        .process(
                                () -> new DeliverProcessor(sending, breakers),
                                Named.as("deliver"),
                                WAITING,
                                ENDPOINTS,
                                SETTLED));
    }

    private static Iterable<KeyValue<String, Webhook>> byEndpoint(Optional<Webhook> notice) {
        return notice.map(webhook -> KeyValue.pair(Notice.endpoint(webhook), webhook)).stream()
                .toList();
    }
}
