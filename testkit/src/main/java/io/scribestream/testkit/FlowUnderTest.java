package io.scribestream.testkit;

import io.scribestream.runtime.Flow;
import io.scribestream.runtime.FlowBuilder;
import io.scribestream.runtime.SmallStores;
import io.scribestream.runtime.StreamsSettings;
import io.scribestream.runtime.Wire;
import io.scribestream.schemas.Topic;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.registry.InMemorySchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * A flow without a broker: what is sent is processed before {@code send} returns. Wall-clock time stands still at
 * {@link #START} until {@link #advance}; every topic has one partition. Not thread-safe.
 */
public final class FlowUnderTest implements AutoCloseable {

    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Wire wire = new Wire(new InMemorySchemaRegistry());
    private final Map<String, List<? extends TestRecord<String, ?>>> received = new HashMap<>();
    private final Path state;
    private final TopologyTestDriver driver;
    private Instant now = START;

    private FlowUnderTest(Flow flow) {
        state = temporaryFolder();
        Map<String, Object> settings = settings(flow, state);
        Properties properties = new Properties();
        properties.putAll(settings);
        driver = new TopologyTestDriver(FlowBuilder.topology(flow, wire, settings), properties, START);
    }

    public static FlowUnderTest of(Flow flow) {
        return new FlowUnderTest(flow);
    }

    /** At least once: with exactly once the driver does not hand out dead letters of records that cannot be read. */
    static Map<String, Object> settings(Flow flow, Path state) {
        Map<String, Object> settings = new HashMap<>(flow.properties());
        settings.putAll(StreamsSettings.faults());
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test-" + flow.name());
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SmallStores.class);
        return settings;
    }

    /** Sends a record that came at the present wall-clock time. */
    public <V extends SpecificRecord> void send(Topic<V> topic, String key, V value) {
        sendAt(topic, key, value, now);
    }

    /** Sends a record that came at another time. */
    public <V extends SpecificRecord> void sendAt(Topic<V> topic, String key, V value, Instant at) {
        driver.createInputTopic(
                        topic.name(), new StringSerializer(), wire.serde(topic).serializer())
                .pipeInput(key, value, at);
    }

    /** Sends a record with headers. */
    public <V extends SpecificRecord> void send(Topic<V> topic, String key, V value, Headers headers) {
        driver.createInputTopic(
                        topic.name(), new StringSerializer(), wire.serde(topic).serializer())
                .pipeInput(new TestRecord<>(key, value, headers, now));
    }

    /** Sends bytes as they are, for records that no serializer of ours would write. */
    public void sendRaw(Topic<?> topic, @Nullable String key, byte @Nullable [] value) {
        driver.createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(key, value, now);
    }

    /** The values of all records that the flow sent to a topic so far, oldest first. */
    public <V extends SpecificRecord> List<V> received(Topic<V> topic) {
        return receivedRecords(topic).stream().map(TestRecord::value).toList();
    }

    /** All records that the flow sent to a topic so far, with their keys and headers, oldest first. */
    public <V extends SpecificRecord> List<TestRecord<String, V>> receivedRecords(Topic<V> topic) {
        return receivedRecords(topic.name(), wire.serde(topic).deserializer());
    }

    /** All dead letters so far, with Kafka's error headers. */
    public List<TestRecord<String, byte[]>> deadLetters() {
        return receivedRecords(Topics.DEAD_LETTERS, new ByteArrayDeserializer());
    }

    /** Lets wall-clock time pass; punctuators due in between run. */
    public void advance(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }

    public Instant now() {
        return now;
    }

    public Wire wire() {
        return wire;
    }

    public TopologyTestDriver driver() {
        return driver;
    }

    public <K, V> KeyValueStore<K, V> store(String name) {
        KeyValueStore<K, V> store = driver.getKeyValueStore(name);
        if (store == null) {
            throw new IllegalArgumentException("no store is called " + name + "; there are "
                    + driver.getAllStateStores().keySet());
        }
        return store;
    }

    public boolean storeIsEmpty(String name) {
        try (KeyValueIterator<?, ?> rows = store(name).all()) {
            return !rows.hasNext();
        }
    }

    /** @throws AssertionError if an iterator over a store was left open: each holds memory that is not the heap's */
    @Override
    public void close() {
        List<String> left = openIterators();
        driver.close();
        deleteTree(state);
        if (!left.isEmpty()) {
            throw new AssertionError("iterators were left open: " + left);
        }
    }

    private List<String> openIterators() {
        return driver.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("num-open-iterators"))
                .filter(metric -> ((Number) metric.metricValue()).longValue() > 0)
                .map(metric ->
                        metric.metricValue() + " over " + metric.metricName().tags())
                .toList();
    }

    @SuppressWarnings("unchecked") // a topic's list is made here, with the topic's own type
    private <V> List<TestRecord<String, V>> receivedRecords(String topic, Deserializer<V> values) {
        List<TestRecord<String, V>> all =
                (List<TestRecord<String, V>>) received.computeIfAbsent(topic, name -> new ArrayList<>());
        // The driver knows a topic only once something was sent to it.
        if (driver.producedTopicNames().contains(topic)) {
            all.addAll(driver.createOutputTopic(topic, new StringDeserializer(), values)
                    .readRecordsToList());
        }
        return List.copyOf(all);
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("flow-under-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteTree(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
