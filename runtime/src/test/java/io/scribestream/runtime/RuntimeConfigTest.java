package io.scribestream.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RuntimeConfigTest {

    @Test
    void hasADefaultForEverything() {
        RuntimeConfig config = RuntimeConfig.from(Env.of(Map.of("SCRIBE_INSTANCE_ID", "a")));

        assertThat(config.partitions()).isEqualTo(new RuntimeConfig.Partitions(6, 8, 1));
        assertThat(config.commitInterval()).isEqualTo(Duration.ofMillis(50));
        assertThat(config.pollInterval()).isEqualTo(Duration.ofMillis(25));
        assertThat(config.clientProperties()).isEmpty();
    }

    @Test
    void readsClientPropertiesFromTheirOwnFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("client"), "security.protocol=SSL\n");

        RuntimeConfig config = RuntimeConfig.from(Env.of(Map.of("SCRIBE_KAFKA_PROPERTIES", file.toString())));

        assertThat(config.clientProperties()).containsExactly(Map.entry("security.protocol", "SSL"));
    }

    @Test
    void refusesAnInstanceIdThatKafkaDoesNotTake() {
        assertThatThrownBy(() -> RuntimeConfig.from(Env.of(Map.of("SCRIBE_INSTANCE_ID", "my host"))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("SCRIBE_INSTANCE_ID", "'my host'");
    }

    @Test
    void namesTheClientFileThatCannotBeRead() {
        assertThatThrownBy(() -> RuntimeConfig.from(Env.of(Map.of("SCRIBE_KAFKA_PROPERTIES", "/nowhere/c"))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("SCRIBE_KAFKA_PROPERTIES", "/nowhere/c");
    }
}
