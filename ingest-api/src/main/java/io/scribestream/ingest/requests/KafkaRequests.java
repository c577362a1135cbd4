package io.scribestream.ingest.requests;

import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.runtime.tail.TopicTail;
import io.scribestream.runtime.tail.ValueListener;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.RequestClaim;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * {@code requests}: a claim is a record, and the first of a request in the topic's order counts. Whoever lays one waits until
 * it reads it itself: then it has read all that came before.
 */
public final class KafkaRequests implements RequestLog, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Producer<String, SpecificRecord> producer;
    private final Claims claims;
    private final TopicTail tail;

    /** @param producer stays the caller's */
    public KafkaRequests(
            Producer<String, SpecificRecord> producer,
            RuntimeConfig config,
            Deserializer<RequestClaim> values,
            InstantSource clock) {
        this.producer = producer;
        this.claims = new Claims(clock);
        this.tail = TopicTail.follow(
                "request-claims",
                Topics.REQUESTS.name(),
                config,
                new ValueListener<>(values, (requestId, claim, at) -> {
                    if (claim != null) {
                        claims.take(claim, at);
                    }
                }));
    }

    @Override
    public RequestClaim claim(RequestClaim mine) {
        Optional<RequestClaim> known = claims.find(mine.getRequestId());
        if (known.isPresent()) {
            return known.get();
        }
        awaitReading(send(mine));
        return claims.find(mine.getRequestId())
                .orElseThrow(() -> new UnavailableException("the claim to a request is too old: the clocks differ"));
    }

    @Override
    public void settle(RequestClaim claim) {
        send(Claims.settled(claim));
    }

    @Override
    public boolean awaitSettled(String requestId, Duration patience) throws InterruptedException {
        return claims.awaitSettled(requestId, patience);
    }

    @Override
    public void close() {
        tail.close();
    }

    private RecordMetadata send(RequestClaim claim) {
        try {
            return producer.send(new ProducerRecord<>(Topics.REQUESTS.name(), claim.getRequestId(), claim))
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new UnavailableException("Kafka did not acknowledge the claim to a request", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void awaitReading(RecordMetadata written) {
        Map<TopicPartition, Long> behind =
                Map.of(new TopicPartition(written.topic(), written.partition()), written.offset() + 1);
        try {
            if (!tail.await(behind, PATIENCE)) {
                throw new UnavailableException("the claim to a request was not read back in time");
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static UnavailableException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new UnavailableException("interrupted while claiming a request", e);
    }
}
