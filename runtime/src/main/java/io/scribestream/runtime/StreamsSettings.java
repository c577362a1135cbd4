package io.scribestream.runtime;

import static org.apache.kafka.streams.StreamsConfig.consumerPrefix;
import static org.apache.kafka.streams.StreamsConfig.mainConsumerPrefix;
import static org.apache.kafka.streams.StreamsConfig.producerPrefix;
import static org.apache.kafka.streams.StreamsConfig.topicPrefix;

import io.scribestream.schemas.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The settings of Kafka Streams for a flow, in layers: the runtime's, the operator's, the flow's, what none may change. */
public final class StreamsSettings {

    private static final int MIB = 1024 * 1024;

    /** So long it may take until a member knows that the group is shared out anew, and the others wait for it. */
    private static final int MOST_HEARTBEAT_MS = 1_000;

    /** As many may be lost before a member is taken for dead, less one. */
    private static final int HEARTBEATS_IN_A_SESSION = 3;

    /** Long enough for a machine that is busy hearing; a flow with slow steps says more itself. */
    private static final int TRANSACTION_MS = 30_000;

    /**
     * How long a broker may be away until a commit or a record is given up. Kafka Streams cannot always go on behind that: it
     * may ask a producer for more that is still at such a commit, and end.
     */
    private static final Duration MOST_AWAY = Duration.ofDays(7);

    public static Map<String, Object> of(Flow flow, RuntimeConfig config) {
        Map<String, Object> settings = new HashMap<>(general(config));
        settings.putAll(clients(config));
        settings.putAll(config.clientProperties());
        settings.putAll(flow.properties());
        settings.putAll(faults());
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId(flow, config));
        settings.put(StreamsConfig.CLIENT_ID_CONFIG, named(flow) + "-" + config.instanceId());
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), config.instanceId());
        return settings;
    }

    /** Names the consumer group, the stores' folder and the changelogs; never changed. */
    public static String applicationId(Flow flow, RuntimeConfig config) {
        return flow.isEachInstancesOwn() ? named(flow) + "-" + config.instanceId() : named(flow);
    }

    private static String named(Flow flow) {
        return "scribestream-" + flow.name();
    }

    /** What becomes of records that cannot be read, handled or written: the same in production and in tests. */
    public static Map<String, Object> faults() {
        return Map.of(
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
                UnreadableRecords.class,
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                FailedRecords.class,
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG,
                true,
                StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG,
                UnsendableRecords.class);
    }

    private static Map<String, Object> general(RuntimeConfig config) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(StreamsConfig.DEFAULT_CLIENT_SUPPLIER_CONFIG, InstanceClients.class);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDir().toString());
        settings.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.commitInterval().toMillis());
        settings.put(StreamsConfig.POLL_MS_CONFIG, config.pollInterval().toMillis());
        settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, config.standbys());
        settings.put(
                StreamsConfig.REPLICATION_FACTOR_CONFIG, config.partitions().replication());
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        settings.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 16);
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SmallStores.class);
        settings.put(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        settings.put(topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), Topic.MAX_RECORD_BYTES);
        return settings;
    }

    /** Records of a megabyte through a heap of 256 MB: room for the largest record, and for few of them. */
    private static Map<String, Object> clients(RuntimeConfig config) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), Topic.MAX_RECORD_BYTES);
        settings.put(producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), 16 * MIB);
        settings.put(producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5);
        settings.put(producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), TRANSACTION_MS);
        settings.put(producerPrefix(ProducerConfig.MAX_BLOCK_MS_CONFIG), MOST_AWAY.toMillis());
        settings.put(producerPrefix(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG), (int) MOST_AWAY.toMillis());
        settings.put(consumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), Topic.MAX_RECORD_BYTES);
        settings.put(consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), MIB);
        int session = (int) config.session().toMillis();
        settings.put(consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), session);
        settings.put(
                consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
                Math.min(MOST_HEARTBEAT_MS, session / HEARTBEATS_IN_A_SESSION));
        return settings;
    }

    private StreamsSettings() {}
}
