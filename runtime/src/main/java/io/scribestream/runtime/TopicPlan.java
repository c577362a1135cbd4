package io.scribestream.runtime;

import io.scribestream.runtime.RuntimeConfig.Partitions;
import io.scribestream.schemas.Topic;
import io.scribestream.schemas.Topic.Spread;
import io.scribestream.schemas.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * What is to be done so that all topics are there.
 *
 * @param create topics that are missing
 * @param grow partitions that existing topics should have, by topic
 */
record TopicPlan(List<NewTopic> create, Map<String, Integer> grow) {

    private static final int MAJORITY_FROM = 3;

    /**
     * @param existing partition counts by topic, of all topics that there are
     * @throws ConfigException if a topic keyed by job has another count than the setting says: its keys are where they
     *     are, and other partitions would tear jobs apart
     */
    static TopicPlan of(Map<String, Integer> existing, Partitions wanted) {
        List<NewTopic> create = catalogue(wanted).stream()
                .filter(topic -> !existing.containsKey(topic.name()))
                .toList();
        Map<String, Integer> grow = new HashMap<>();
        for (Topic<?> topic : Topics.all()) {
            Integer count = existing.get(topic.name());
            if (count != null && topic.spread() == Spread.BY_JOB && count != wanted.jobs()) {
                throw new ConfigException(Setting.SCRIBE_JOB_PARTITIONS + " is '" + wanted.jobs() + "', but the topic "
                        + topic.name() + " has " + count + " partitions and cannot change; set it to " + count
                        + " or remove the topics");
            } else if (count != null && topic.spread() == Spread.BY_CHUNK && count < wanted.audio()) {
                grow.put(topic.name(), wanted.audio());
            }
        }
        return new TopicPlan(create, grow);
    }

    /** Of all topics, dead letters too. */
    static Set<String> names() {
        return Stream.concat(Topics.all().stream().map(Topic::name), Stream.of(Topics.DEAD_LETTERS))
                .collect(Collectors.toSet());
    }

    boolean isDone() {
        return create.isEmpty() && grow.isEmpty();
    }

    private static List<NewTopic> catalogue(Partitions wanted) {
        List<NewTopic> topics = new ArrayList<>();
        for (Topic<?> topic : Topics.all()) {
            int partitions =
                    switch (topic.spread()) {
                        case BY_JOB -> wanted.jobs();
                        case BY_CHUNK -> wanted.audio();
                        case ALONE -> 1;
                    };
            topics.add(topic(topic.name(), partitions, wanted.replication(), topic.config()));
        }
        topics.add(topic(
                Topics.DEAD_LETTERS,
                1,
                wanted.replication(),
                Map.of(
                        TopicConfig.RETENTION_MS_CONFIG, Long.toString(Topics.DEAD_LETTERS_RETENTION.toMillis()),
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(Topic.MAX_RECORD_BYTES))));
        return topics;
    }

    private static NewTopic topic(String name, int partitions, int replication, Map<String, String> config) {
        Map<String, String> safe = new HashMap<>(config);
        // An acknowledged job is on two brokers, and one of three may be away.
        safe.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, replication >= MAJORITY_FROM ? "2" : "1");
        return new NewTopic(name, partitions, (short) replication).configs(safe);
    }
}
