package io.scribestream.runtime.operate;

import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.Wire;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.OperatorOrder;
import io.scribestream.schemas.registry.RegistryUnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code operations -> this process}: the newest order about each thing, and then what is added. With the broker away,
 * what was ordered before holds, and it begins anew until it is closed: an order that is taken twice changes nothing.
 */
public final class OrderReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OrderReader.class);
    private static final TopicPartition PARTITION = new TopicPartition(Topics.OPERATIONS.name(), 0);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(2);
    private static final int FETCH_BYTES = 1 << 20;

    private final Operations operations;
    private final Deserializer<OperatorOrder> orders;
    private final Map<String, Object> settings;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::readUntilClosed, "operator-orders");
    private volatile @Nullable Consumer<String, byte[]> present;

    private OrderReader(Operations operations, Deserializer<OperatorOrder> orders, Map<String, Object> settings) {
        this.operations = operations;
        this.orders = orders;
        this.settings = settings;
    }

    /** Reads from now on, on a thread of its own. */
    public static OrderReader start(Operations operations, Wire wire, RuntimeConfig config) {
        Map<String, Object> settings = new HashMap<>(config.clientProperties());
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "scribestream-orders-" + config.instanceId());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        OrderReader reader =
                new OrderReader(operations, wire.serde(Topics.OPERATIONS).deserializer(), settings);
        reader.thread.setDaemon(true);
        reader.thread.start();
        return reader;
    }

    private void readUntilClosed() {
        boolean away = false;
        while (closed.getCount() > 0) {
            try (Consumer<String, byte[]> consumer =
                    new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
                present = consumer;
                consumer.assign(List.of(PARTITION));
                consumer.seekToBeginning(List.of(PARTITION));
                while (closed.getCount() > 0) {
                    consumer.poll(POLL).forEach(this::take);
                    away = false;
                }
            } catch (KafkaException e) {
                if (!away && closed.getCount() > 0) {
                    LOG.atWarn().addKeyValue("reason", e.toString()).log("orders cannot be read for now, trying again");
                }
                away = true;
                pause();
            }
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return;
        }
        try {
            OperatorOrder order = orders.deserialize(record.topic(), record.value());
            if (order != null) {
                operations.take(order);
            }
        } catch (RegistryUnavailableException e) {
            throw e; // One of the others by its type, but the record may be all right.
        } catch (SerializationException e) {
            LOG.atError().addKeyValue("offset", record.offset()).setCause(e).log("an order cannot be read, ignored");
        }
    }

    private void pause() {
        try {
            closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed.countDown();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        Consumer<String, byte[]> waiting = present;
        if (waiting != null) {
            waiting.wakeup();
        }
        try {
            thread.join(PATIENCE_AT_CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
