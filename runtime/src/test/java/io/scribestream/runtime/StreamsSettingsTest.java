package io.scribestream.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StreamsSettingsTest {

    private static final Map<String, String> VARIABLES = Map.of("SCRIBE_INSTANCE_ID", "a");

    @Test
    void givesTheStaticMemberToTheMainConsumerAndTheReplicasToInnerTopics() {
        StreamsConfig config = new StreamsConfig(settings(new PassingFlow(), VARIABLES));

        assertThat(config.getMainConsumerConfigs("g", "c", 3)).containsEntry("group.instance.id", "a-3");
        assertThat(config.getRestoreConsumerConfigs("c")).doesNotContainKey("group.instance.id");
        assertThat(config.getInt(StreamsConfig.REPLICATION_FACTOR_CONFIG)).isEqualTo(1);
        assertThat(config.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG)).isEqualTo(50);
    }

    @Test
    void givesAFlowThatIsEachInstancesOwnAGroupOfItsOwn() {
        Flow own = new PassingFlow(Map.of(), true);

        assertThat(settings(new PassingFlow(), VARIABLES))
                .containsEntry(StreamsConfig.APPLICATION_ID_CONFIG, "scribestream-passing");
        assertThat(settings(own, VARIABLES))
                .containsEntry(StreamsConfig.APPLICATION_ID_CONFIG, "scribestream-passing-a");
    }

    @Test
    void keepsWarmCopiesOfStoresAndTakesASilentMemberForDeadSoon() {
        StreamsConfig config = new StreamsConfig(settings(new PassingFlow(), VARIABLES));

        assertThat(config.getInt(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG)).isEqualTo(1);
        assertThat(config.getMainConsumerConfigs("g", "c", 1))
                .containsEntry("session.timeout.ms", 10_000)
                .containsEntry("heartbeat.interval.ms", 1_000);

        StreamsConfig slow = new StreamsConfig(settings(
                new PassingFlow(), Map.of("SCRIBE_INSTANCE_ID", "a", "SCRIBE_SESSION", "60s", "SCRIBE_STANDBYS", "0")));

        assertThat(slow.getInt(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG)).isZero();
        assertThat(slow.getMainConsumerConfigs("g", "c", 1))
                .containsEntry("session.timeout.ms", 60_000)
                .containsEntry("heartbeat.interval.ms", 1_000);
    }

    @Test
    void letsNothingTimeOutThatStreamsCouldNotGoOnAfter() {
        StreamsConfig config = new StreamsConfig(settings(new PassingFlow(), VARIABLES));
        int days = 7 * 24 * 60 * 60 * 1000;

        assertThat(config.getProducerConfigs("c"))
                .containsEntry("max.block.ms", (long) days)
                .containsEntry("delivery.timeout.ms", days);
    }

    @Test
    void letsAFlowSayWhatItNeedsButNotGiveUpExactlyOnce() {
        Flow flow = new PassingFlow(Map.of(
                StreamsConfig.NUM_STREAM_THREADS_CONFIG,
                4,
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                StreamsConfig.AT_LEAST_ONCE));

        StreamsConfig config = new StreamsConfig(settings(flow, VARIABLES));

        assertThat(config.getInt(StreamsConfig.NUM_STREAM_THREADS_CONFIG)).isEqualTo(4);
        assertThat(config.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG))
                .isEqualTo(StreamsConfig.EXACTLY_ONCE_V2);
    }

    @Test
    void givesTheOperatorsSecurityToEveryClient(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("client"), "security.protocol=SASL_SSL\n");

        StreamsConfig config = new StreamsConfig(settings(
                new PassingFlow(), Map.of("SCRIBE_INSTANCE_ID", "a", "SCRIBE_KAFKA_PROPERTIES", file.toString())));

        assertThat(config.getProducerConfigs("c")).containsEntry("security.protocol", "SASL_SSL");
        assertThat(config.getMainConsumerConfigs("g", "c", 1)).containsEntry("security.protocol", "SASL_SSL");
        assertThat(config.getAdminConfigs("c")).containsEntry("security.protocol", "SASL_SSL");
    }

    private Map<String, Object> settings(Flow flow, Map<String, String> variables) {
        return StreamsSettings.of(flow, RuntimeConfig.from(Env.of(variables)));
    }
}
