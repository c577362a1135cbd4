package io.scribestream.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.RuntimeConfig.Partitions;
import io.scribestream.schemas.Topics;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

final class TopicPlanTest {

    private static final Partitions WANTED = new Partitions(6, 8, 1);

    @Test
    void createsEveryTopicOnAnEmptyBroker() {
        TopicPlan plan = TopicPlan.of(Map.of(), WANTED);

        assertThat(plan.create()).extracting(NewTopic::name).containsExactlyInAnyOrderElementsOf(TopicPlan.names());
        assertThat(topic(plan, "transcription.jobs").numPartitions()).isEqualTo(6);
        assertThat(topic(plan, "transcription.audio").numPartitions()).isEqualTo(8);
        assertThat(topic(plan, "transcription.keys").numPartitions()).isEqualTo(1);
        assertThat(topic(plan, "transcription.jobs").configs()).containsAllEntriesOf(Topics.JOBS.config());
        assertThat(topic(plan, Topics.DEAD_LETTERS).configs()).containsKey("retention.ms");
    }

    @Test
    void keepsAnAcknowledgedRecordOnTwoOfThreeBrokers() {
        NewTopic jobs = topic(TopicPlan.of(Map.of(), new Partitions(6, 8, 3)), "transcription.jobs");

        assertThat(jobs.replicationFactor()).isEqualTo((short) 3);
        assertThat(jobs.configs()).containsEntry("min.insync.replicas", "2");
    }

    @Test
    void hasNothingToDoWhereAllAreThere() {
        assertThat(TopicPlan.of(existing(6, 8), WANTED).isDone()).isTrue();
    }

    @Test
    void addsPartitionsToAudioAndNeverTakesOneAway() {
        assertThat(TopicPlan.of(existing(6, 4), WANTED).grow()).containsExactly(Map.entry("transcription.audio", 8));
        assertThat(TopicPlan.of(existing(6, 16), WANTED).isDone()).isTrue();
    }

    @Test
    void refusesOtherPartitionsForTopicsKeyedByJob() {
        assertThatThrownBy(() -> TopicPlan.of(existing(3, 8), WANTED))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("SCRIBE_JOB_PARTITIONS is '6'", "has 3 partitions", "set it to 3");
    }

    private static NewTopic topic(TopicPlan plan, String name) {
        return plan.create().stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Integer> existing(int jobs, int audio) {
        Map<String, Integer> counts = new HashMap<>();
        TopicPlan.names().forEach(name -> counts.put(name, jobs));
        counts.put("transcription.audio", audio);
        return counts;
    }
}
