package io.scribestream.ingest.access;

import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.ClientKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes and ends keys. What it has done holds here at once, and everywhere as soon as the topic was read. Thread-safe. */
public final class Keys {

    private static final Logger LOG = LoggerFactory.getLogger(Keys.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Producer<String, ClientKey> producer;
    private final KeyDirectory directory;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /** @param producer stays the caller's */
    public Keys(Producer<String, ClientKey> producer, KeyDirectory directory, Clock clock) {
        this.producer = producer;
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * A new key; whoever gets it is the only one who ever has it.
     *
     * @throws UnavailableException if Kafka does not acknowledge it; it is no key then, or one that nobody has
     */
    public IssuedKey create(KeyRequest request) {
        IssuedKey key = IssuedKey.issue(random);
        send(ClientKey.newBuilder()
                .setKeyId(key.id())
                .setClient(request.client())
                .setHash(key.hash())
                .setName(request.name())
                .setScopes(List.copyOf(request.scopes()))
                .setLimits(request.limits())
                .setWeight(request.weight())
                .setCreatedAt(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .build());
        LOG.atInfo()
                .addKeyValue("keyId", key.id())
                .addKeyValue("client", request.client())
                .log("key created");
        return key;
    }

    /**
     * Ends a key; one that has ended stays as it is.
     *
     * @return what is said of it now; empty where there is none of that id
     * @throws UnavailableException if Kafka does not acknowledge
     */
    public Optional<ClientKey> revoke(String keyId) {
        Optional<ClientKey> known = directory.find(keyId);
        if (known.isEmpty() || KeyDirectory.isRevoked(known.get())) {
            return known;
        }
        ClientKey revoked = ClientKey.newBuilder(known.get())
                .setRevokedAt(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .build();
        send(revoked);
        LOG.atInfo().addKeyValue("keyId", keyId).log("key revoked");
        return Optional.of(revoked);
    }

    /** The oldest first; those that were revoked too. */
    public List<ClientKey> all() {
        return directory.all();
    }

    private void send(ClientKey key) {
        try {
            producer.send(new ProducerRecord<>(Topics.KEYS.name(), key.getKeyId(), key))
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new UnavailableException("Kafka did not acknowledge the key", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted before Kafka acknowledged the key", e);
        }
        directory.put(key);
    }
}
