package io.scribestream.schemas.registry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The schema log as a compacted topic. It stands in the way of a cold start, so it opens no client that it does not need:
 * an admin only where the topic is missing, a producer only for the first record that is new.
 */
final class TopicSchemaLog implements SchemaLog {

    private static final TopicPartition PARTITION = new TopicPartition("_schemas", 0);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);

    /** Closing waits for the fetch that is under way, and with it for records that will not come. */
    private static final int FETCH_WAIT_MILLIS = 10;

    private final String bootstrapServers;
    private @Nullable KafkaProducer<String, String> producer;

    TopicSchemaLog(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    @Override
    public void replay(BiConsumer<String, String> each) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.CLIENT_ID_CONFIG,
                "scribestream-registry-reader",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                FETCH_WAIT_MILLIS,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) PATIENCE.toMillis());
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            if (consumer.partitionsFor(PARTITION.topic()).isEmpty()) {
                create();
            }
            consumer.assign(List.of(PARTITION));
            readAll(consumer, each);
        } catch (KafkaException e) {
            throw new RegistryUnavailableException("the topic _schemas cannot be read: " + e.getMessage(), e);
        }
    }

    private static void readAll(KafkaConsumer<String, String> consumer, BiConsumer<String, String> each) {
        long end = consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (end > 0 && consumer.position(PARTITION) < end) {
            for (ConsumerRecord<String, String> record : consumer.poll(POLL)) {
                if (record.value() != null) {
                    each.accept(record.key(), record.value());
                }
            }
            if (System.nanoTime() > deadline) {
                throw new RegistryUnavailableException(
                        "the topic _schemas was not read to its end in " + PATIENCE.toSeconds() + " s");
            }
        }
    }

    private void create() {
        NewTopic topic = new NewTopic(PARTITION.topic(), 1, (short) 1).configs(Map.of("cleanup.policy", "compact"));
        try (Admin admin = Admin.create(
                Map.of("bootstrap.servers", bootstrapServers, "default.api.timeout.ms", (int) PATIENCE.toMillis()))) {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new RegistryUnavailableException("the topic _schemas cannot be created: " + e.getMessage(), e);
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public synchronized void append(String key, String value) {
        if (producer == null) {
            producer = openProducer();
        }
        try {
            producer.send(new ProducerRecord<>(PARTITION.topic(), PARTITION.partition(), key, value))
                    .get();
        } catch (ExecutionException | KafkaException e) {
            throw new RegistryUnavailableException("a schema cannot be written to _schemas: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Not idempotent, which saves a question: a record that is there twice says the same twice. */
    private KafkaProducer<String, String> openProducer() {
        int patience = (int) PATIENCE.toMillis();
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.CLIENT_ID_CONFIG,
                        "scribestream-registry-writer",
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        false,
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        patience / 3,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        patience,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        patience),
                new StringSerializer(),
                new StringSerializer());
    }

    private static RegistryUnavailableException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new RegistryUnavailableException("interrupted while waiting for the topic _schemas", e);
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(PATIENCE);
        }
    }
}
