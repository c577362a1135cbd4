package io.scribestream.standalone.embedded;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.FreePorts;
import io.scribestream.runtime.Lack;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;

/**
 * A real broker, with its controller, in this JVM: Kafka's own server, one node, on loopback. What it wrote survives the
 * end of the process, also a violent one; a power cut may take the last records, since nothing waits for the disk.
 *
 * <p>{@code Formatter} and what {@link KraftNode} puts together are Kafka's internals, touched in these two only.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final int NODE_ID = 1;

    /** What a process ends with when its machine fails it, as the command line promises. */
    private static final int MACHINE_FAILED = 3;

    private static final long FULL_BYTES = 10_000_000;
    private static final int MAX_RECORD_BYTES = 64 * 1024 * 1024;

    private final KraftNode node;
    private final String bootstrapServers;

    private EmbeddedKafka(KraftNode node, String bootstrapServers) {
        this.node = node;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts a broker on a directory, which is made and formatted where it is new, and waits until it serves.
     *
     * @param port where clients connect on loopback; 0 for any free port
     * @throws EnvironmentException if the port is taken or the directory cannot be used
     */
    public static EmbeddedKafka start(Path directory, int port) {
        int clients = port(port);
        int controller = FreePorts.otherThan(clients);
        try {
            Files.createDirectories(directory);
            format(directory);
        } catch (IOException | RuntimeException e) {
            throw new EnvironmentException(
                    Lack.fullOr(Lack.DIRECTORY_NOT_WRITABLE, e),
                    "cannot write the broker's data in " + directory + ": " + e.getMessage(),
                    e);
        }
        endInASentence(directory);
        Properties settings = new Properties();
        settings.putAll(settings(directory, clients, controller));
        KraftNode node = new KraftNode(KafkaConfig.fromProps(settings, false));
        try {
            node.start();
        } catch (RuntimeException e) {
            node.shutdown();
            throw new EnvironmentException("the broker did not start: " + e.getMessage(), e);
        }
        return new EmbeddedKafka(node, bootstrapServers(clients));
    }

    /**
     * The port that a broker will have, before it is started.
     *
     * @param asked 0 for any free port
     * @throws EnvironmentException if it is taken
     */
    public static int port(int asked) {
        return asked == 0 ? FreePorts.any() : requireFree(asked);
    }

    /** How clients reach the broker of a port. */
    public static String bootstrapServers(int port) {
        return "127.0.0.1:" + port;
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public void close() {
        node.shutdown();
    }

    /**
     * A broker that cannot write any more halts the whole process, without a word and without its shutdown hooks. This
     * leaves it that, since nobody could go on, but says why. For the whole process, as Kafka has it.
     */
    private static void endInASentence(Path directory) {
        Exit.Procedure end = (status, message) -> {
            System.err.println("scribe: " + lastWords(directory));
            Runtime.getRuntime().halt(MACHINE_FAILED);
        };
        Exit.setHaltProcedure(end);
        Exit.setExitProcedure(end);
    }

    private static String lastWords(Path directory) {
        try {
            if (Files.getFileStore(directory).getUsableSpace() < FULL_BYTES) {
                return "the disk that holds " + directory + " is full; make room and start again to go on from here ["
                        + Lack.DISK_FULL.code() + "]";
            }
        } catch (IOException e) {
            return "the broker's data in " + directory + " can no longer be reached: " + e.getMessage() + " ["
                    + Lack.DIRECTORY_NOT_WRITABLE.code() + "]";
        }
        return "the broker ended, since it cannot work on " + directory
                + " any more; --verbose or its log says why, and the next start goes on [" + Lack.ENVIRONMENT.code()
                + "]";
    }

    private static void format(Path directory) throws IOException {
        try {
            new Formatter()
                    .setNodeId(NODE_ID)
                    .setClusterId(clusterId(directory))
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setControllerListenerName("CONTROLLER")
                    .addDirectory(directory.toString())
                    .setMetadataLogDirectory(directory.toString())
                    .setIgnoreFormatted(true)
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .run();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static String clusterId(Path directory) throws IOException {
        Path meta = directory.resolve("meta.properties");
        if (Files.exists(meta)) {
            Properties known = new Properties();
            try (InputStream in = Files.newInputStream(meta)) {
                known.load(in);
            }
            return known.getProperty("cluster.id");
        }
        return Uuid.randomUuid().toString();
    }

    private static Map<String, String> settings(Path directory, int clients, int controller) {
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE_ID));
        settings.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controller);
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + clients + ",CONTROLLER://127.0.0.1:" + controller);
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + clients);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("log.dirs", directory.toString());
        // One node: nothing is replicated.
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("default.replication.factor", "1");
        // So that the threads of a flow join together: one that joins later waits until the others have heard their
        // chunks.
        settings.put("group.initial.rebalance.delay.ms", "50");
        settings.put("group.streams.initial.rebalance.delay.ms", "0");
        settings.put("auto.create.topics.enable", "false");
        // Nobody takes over from the only broker, so one that was stopped for a while is not struck off for it.
        settings.put(
                "broker.session.timeout.ms", Long.toString(Duration.ofDays(7).toMillis()));
        // A static member may say how soon it is missed.
        settings.put("group.min.session.timeout.ms", "1000");
        // Memory and disk of a laptop: the default cleaner takes 128 MB of heap, the default segment 1 GB of disk.
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 * 1024 * 1024));
        settings.put("log.segment.bytes", Integer.toString(128 * 1024 * 1024));
        settings.put("log.roll.ms", Long.toString(6 * 3_600_000L));
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        settings.put("message.max.bytes", Integer.toString(MAX_RECORD_BYTES));
        settings.put("replica.fetch.max.bytes", Integer.toString(MAX_RECORD_BYTES));
        return settings;
    }

    private static int requireFree(int port) {
        if (!FreePorts.isFree(port)) {
            throw new EnvironmentException(
                    Lack.PORT_TAKEN,
                    "port " + port + " is taken, so the broker cannot listen there; choose another with --kafka-port");
        }
        return port;
    }
}
