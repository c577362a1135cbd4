package io.scribestream.ingest.webhooks;

import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.runtime.Wire;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.Webhook;
import io.scribestream.schemas.avro.WebhookState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Webhooks by way of their log, which is read anew for every question: operators ask seldom, and nothing has to be kept. */
public final class KafkaWebhooks implements Webhooks {

    private static final TopicPartition LOG = new TopicPartition(Topics.WEBHOOK_LOG.name(), 0);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RuntimeConfig config;
    private final Wire wire;
    private final Clock clock;

    public KafkaWebhooks(RuntimeConfig config, Wire wire, Clock clock) {
        this.config = config;
        this.wire = wire;
        this.clock = clock;
    }

    @Override
    public List<Webhook> newest(int limit, Predicate<Webhook> wanted) {
        List<Webhook> found = new ArrayList<>(read(limit, wanted).values());
        Collections.reverse(found);
        return found;
    }

    @Override
    public Optional<Webhook> find(String webhookId) {
        return Optional.ofNullable(
                read(1, webhook -> webhook.getWebhookId().equals(webhookId)).get(webhookId));
    }

    @Override
    public void again(Webhook webhook) {
        Instant now = clock.instant();
        Webhook order = Webhook.newBuilder(webhook)
                .setState(WebhookState.WAITING)
                .setByHand(true)
                .setAttempts(0)
                .setNextAt(Instant.EPOCH)
                .setStatus(0)
                .setMessage("")
                .setQueuedAt(now)
                .setUpdatedAt(now)
                .build();
        String endpoint = webhook.getClient() + ' ' + webhook.getUrl();
        Map<String, Object> settings = settings();
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
        try (KafkaProducer<String, Webhook> producer = new KafkaProducer<>(
                settings, new StringSerializer(), wire.serde(Topics.WEBHOOKS).serializer())) {
            producer.send(new ProducerRecord<>(Topics.WEBHOOKS.name(), endpoint, order))
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while the order was sent", e);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new UnavailableException("Kafka does not take the order: " + e.getMessage(), e);
        }
    }

    /** The newest that are wanted, in order of what was said of them last. */
    private Map<String, Webhook> read(int limit, Predicate<Webhook> wanted) {
        Map<String, Object> settings = settings();
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Map<String, Webhook> newest = new LinkedHashMap<>();
        try (KafkaConsumer<String, Webhook> consumer = new KafkaConsumer<>(
                settings,
                new StringDeserializer(),
                wire.serde(Topics.WEBHOOK_LOG).deserializer())) {
            consumer.assign(List.of(LOG));
            consumer.seekToBeginning(List.of(LOG));
            long end = consumer.endOffsets(List.of(LOG)).getOrDefault(LOG, 0L);
            while (consumer.position(LOG) < end) {
                if (System.nanoTime() > deadline) {
                    throw new UnavailableException("the log of webhooks was not read to its end in time");
                }
                for (ConsumerRecord<String, Webhook> record : consumer.poll(POLL)) {
                    newest.remove(record.key());
                    if (record.value() != null && wanted.test(record.value())) {
                        newest.put(record.key(), record.value());
                    }
                    if (newest.size() > limit) {
                        newest.remove(newest.keySet().iterator().next());
                    }
                }
            }
            return newest;
        } catch (KafkaException e) {
            throw new UnavailableException("the log of webhooks cannot be read: " + e.getMessage(), e);
        }
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(config.clientProperties());
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        return settings;
    }
}
