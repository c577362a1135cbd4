package io.scribestream.testkit.chaos;

import io.scribestream.schemas.AvroDeserializer;
import io.scribestream.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads topics from their beginning to where they end now, committed records only. */
public final class TopicsReader {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final List<String> PUBLIC =
            List.of(Topics.SEGMENTS.name(), Topics.DONE.name(), Topics.ERROR.name(), Topics.EVENTS.name());

    /** Changelogs of the stores that hold something of a job only while it is open. */
    private static final List<String> OF_OPEN_JOBS = List.of(
            "scribestream-chunker-chunker-cursors-changelog",
            "scribestream-merger-merger-rows-changelog",
            "scribestream-merger-merger-summaries-changelog");

    private final String bootstrapServers;
    private final AvroDeserializer<SpecificRecord> values = new AvroDeserializer<>();

    public TopicsReader(String bootstrapServers, String registryUrl) {
        this.bootstrapServers = bootstrapServers;
        values.configure(Map.of("schema.registry.url", registryUrl), false);
    }

    /** What came out, what was set aside, and what is still open. */
    public OnTopics readAll() {
        OnTopics all = new OnTopics();
        for (String topic : PUBLIC) {
            read(topic, record -> all.add(record.key(), value(record)));
        }
        read(Topics.DEAD_LETTERS, record -> all.addDeadLetter(about(record)));
        readOpen(all);
        return all;
    }

    /** Only what is still open: the rows of the stores of open jobs. */
    public OnTopics readOpen() {
        OnTopics open = new OnTopics();
        readOpen(open);
        return open;
    }

    /** How many records a topic has. */
    public long count(String topic) {
        LongAdder count = new LongAdder();
        read(topic, record -> count.increment());
        return count.sum();
    }

    private void readOpen(OnTopics all) {
        for (String changelog : OF_OPEN_JOBS) {
            read(changelog, record -> all.row(changelog, record.key(), record.value()));
        }
    }

    private void read(String topic, Consumer<ConsumerRecord<String, byte[]>> each) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed");
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            consumer.partitionsFor(topic)
                    .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(each);
            }
        }
    }

    private SpecificRecord value(ConsumerRecord<String, byte[]> record) {
        SpecificRecord value = values.deserialize(record.topic(), record.value());
        if (value == null) {
            throw new IllegalStateException("a record without a value on " + record.topic() + " for " + record.key());
        }
        return value;
    }

    private static String about(ConsumerRecord<String, byte[]> letter) {
        return letter.key() + " of " + header(letter, "topic") + ": " + header(letter, "exception") + ": "
                + header(letter, "message");
    }

    private static String header(ConsumerRecord<?, ?> letter, String name) {
        Header header = letter.headers().lastHeader("__streams.errors." + name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
