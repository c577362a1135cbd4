package io.scribestream.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class EmbeddedKafkaIT {

    private static final String GROUP = "of-a-killed-broker";
    private static final TopicPartition PARTITION = new TopicPartition("embedded-kafka-it", 0);

    /** Where Kafka says which groups it loads; nothing else of a broker tells that they were loaded twice. */
    private final Logger coordinator =
            (Logger) LoggerFactory.getLogger("org.apache.kafka.coordinator.common.runtime.CoordinatorRuntime");

    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    @TempDir
    private Path folder;

    @BeforeEach
    void listen() {
        said.start();
        coordinator.addAppender(said);
        coordinator.setAdditive(false);
        coordinator.setLevel(Level.INFO);
    }

    @AfterEach
    void stopListening() {
        coordinator.detachAppender(said);
        coordinator.setAdditive(true);
        coordinator.setLevel(null);
    }

    @Test
    void loadsTheGroupsOfAKilledBrokerOnce() throws Exception {
        Path killed = folder.resolve("killed");
        try (EmbeddedKafka broker = EmbeddedKafka.start(folder.resolve("alive"), 0)) {
            commit(broker, 7);
            copy(folder.resolve("alive"), killed);
        }
        int before = loads().size();
        try (EmbeddedKafka broker = EmbeddedKafka.start(killed, 0)) {
            assertThat(committed(broker)).isEqualTo(7);
            assertThat(loads()).hasSize(before + 1);
        }
    }

    private List<String> loads() {
        return List.copyOf(said.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(message -> message.contains("Scheduling loading of metadata from __consumer_offsets"))
                .toList();
    }

    private static void commit(EmbeddedKafka broker, long offset) throws Exception {
        try (Admin admin = admin(broker)) {
            admin.createTopics(List.of(new NewTopic(PARTITION.topic(), 1, (short) 1)))
                    .all()
                    .get();
            admin.alterConsumerGroupOffsets(GROUP, Map.of(PARTITION, new OffsetAndMetadata(offset)))
                    .all()
                    .get();
        }
    }

    private static long committed(EmbeddedKafka broker) throws Exception {
        try (Admin admin = admin(broker)) {
            return admin.listConsumerGroupOffsets(GROUP)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(PARTITION)
                    .offset();
        }
    }

    private static Admin admin(EmbeddedKafka broker) {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()));
    }

    /** What a broker has on disk while it lives is what {@code kill -9} leaves of it. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            all.forEach(path -> {
                try {
                    Files.copy(path, to.resolve(from.relativize(path)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
