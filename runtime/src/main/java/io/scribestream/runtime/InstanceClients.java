package io.scribestream.runtime;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The clients that Kafka Streams makes by itself, but for two things: consumers close at once ({@link PromptConsumer}), and
 * transactions are named after the instance. Streams
 * names them by a random id that it keeps in the folder of the stores; a stream without stores, or whose folder is gone,
 * has another id after each start. A transaction that a killed process left open is ended at once by one of the same name
 * that comes back, and else when it times out, which for a chunk of speech takes minutes, and until then nobody reads on.
 */
public class InstanceClients implements KafkaClientSupplier, Configurable {

    private static final String UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final Pattern BY_PROCESS = Pattern.compile("(?<stream>.+)-" + UUID + "-(?<thread>\\d+)");

    private String instanceId = "";

    @Override
    public void configure(Map<String, ?> settings) {
        Object id = settings.get(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG));
        if (id == null) {
            throw new IllegalArgumentException("a stream without an instance id");
        }
        instanceId = id.toString();
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new KafkaProducer<>(named(config), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new PromptConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return getConsumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return getConsumer(config);
    }

    /** The settings of a producer, with its transactions named after the instance and the thread. */
    protected final Map<String, Object> named(Map<String, Object> config) {
        Object id = config.get(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        if (id == null) {
            return config;
        }
        Matcher parts = BY_PROCESS.matcher(id.toString());
        if (!parts.matches()) {
            throw new IllegalStateException("Kafka Streams names its transactions otherwise by now: " + id);
        }
        Map<String, Object> changed = new HashMap<>(config);
        changed.put(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                parts.group("stream") + "-" + instanceId + "-" + parts.group("thread"));
        return changed;
    }
}
