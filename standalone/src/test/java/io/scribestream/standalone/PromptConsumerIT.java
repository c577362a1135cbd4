package io.scribestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.scribestream.runtime.Env;
import io.scribestream.runtime.PromptConsumer;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.Setting;
import io.scribestream.runtime.TopicCreator;
import io.scribestream.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KafkaUnderTest.Extension.class)
class PromptConsumerIT {

    private final KafkaUnderTest kafka;

    PromptConsumerIT(KafkaUnderTest kafka) {
        this.kafka = kafka;
    }

    @Test
    void closesThoughTheBrokerStillWaitsForRecords() throws Exception {
        TopicCreator.ensure(
                RuntimeConfig.from(Env.of(Map.of())
                        .with(Setting.KAFKA_BOOTSTRAP_SERVERS, kafka.bootstrapServers())
                        .with(Setting.SCRIBE_JOB_PARTITIONS, KafkaUnderTest.PARTITIONS)
                        .with(Setting.SCRIBE_AUDIO_PARTITIONS, KafkaUnderTest.PARTITIONS)),
                Duration.ofSeconds(60));
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka.bootstrapServers(),
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                120_000,
                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                180_000,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                180_000);
        PromptConsumer<String, String> consumer =
                new PromptConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
        TopicPartition partition = new TopicPartition(Topics.CONTROL.name(), 0);
        consumer.assign(List.of(partition));
        consumer.seekToEnd(List.of(partition));
        consumer.position(partition);
        assertThat(consumer.poll(Duration.ofMillis(100)))
                .as("with its fetch under way")
                .isEmpty();

        // Kafka's own patience is 30 s.
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> consumer.close());
    }
}
