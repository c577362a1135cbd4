package io.scribestream.standalone;

import io.scribestream.standalone.embedded.EmbeddedKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.kafka.common.utils.AppInfoParser;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/**
 * A broker for tests that need only that. {@code -Dtest.kafka} says which: {@code embedded} is the one of the product,
 * {@code container} is Apache's own image, {@code auto}, unless it says, is the container where a Docker engine answers.
 */
public final class KafkaUnderTest implements AutoCloseable {

    /** One for all tests of a run; the topics that they share are the product's. */
    public static final class Extension extends PerRun<KafkaUnderTest> {
        public Extension() {
            super(KafkaUnderTest.class, KafkaUnderTest::start);
        }
    }

    private enum Kind {
        AUTO,
        EMBEDDED,
        CONTAINER
    }

    /** Of each topic, for whoever comes first and makes them: all tests share them, and counts cannot change. */
    public static final String PARTITIONS = "2";

    /** As new as the clients, and the broker of the product. */
    private static final String IMAGE = "apache/kafka-native:" + AppInfoParser.getVersion();

    private final String bootstrapServers;
    private final AutoCloseable broker;

    private KafkaUnderTest(String bootstrapServers, AutoCloseable broker) {
        this.bootstrapServers = bootstrapServers;
        this.broker = broker;
    }

    static KafkaUnderTest start() throws Exception {
        Kind kind = Kind.valueOf(System.getProperty("test.kafka", "auto").toUpperCase(Locale.ROOT));
        boolean container = kind == Kind.CONTAINER
                || (kind == Kind.AUTO && DockerClientFactory.instance().isDockerAvailable());
        return container ? inContainer() : embedded();
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public void close() throws Exception {
        broker.close();
    }

    private static KafkaUnderTest embedded() throws Exception {
        Path directory = Files.createTempDirectory("kafka-under-test");
        EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0);
        return new KafkaUnderTest(kafka.bootstrapServers(), () -> {
            kafka.close();
            Folders.delete(directory);
        });
    }

    private static KafkaUnderTest inContainer() {
        KafkaContainer container = new KafkaContainer(IMAGE)
                .withEnv("KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS", "1000")
                // Topics are made as the catalogue says, or not at all.
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
        container.start();
        return new KafkaUnderTest(container.getBootstrapServers(), container);
    }
}
