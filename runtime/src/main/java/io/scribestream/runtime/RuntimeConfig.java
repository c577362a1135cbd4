package io.scribestream.runtime;

import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * What every flow and Kafka client of a process needs to know.
 *
 * @param bootstrapServers brokers as {@code host:port}, separated by commas
 * @param instanceId the same after a restart, another on every instance: the broker gives a member that comes back
 *     under its name its partitions at once
 * @param stateDir folder of the local stores
 * @param partitions counts for the topics
 * @param standbys warm copies of every store on other instances
 * @param session how long an instance may be silent before others take its work
 * @param commitInterval with the poll interval, the latency that a hop costs
 * @param clientProperties for all Kafka clients: SASL, TLS and the like
 */
public record RuntimeConfig(
        String bootstrapServers,
        String instanceId,
        Path stateDir,
        Partitions partitions,
        int standbys,
        Duration session,
        Duration commitInterval,
        Duration pollInterval,
        Map<String, String> clientProperties) {

    /**
     * How topics are spread.
     *
     * @param jobs of each topic keyed by job
     * @param audio of the audio topic
     * @param replication of every topic
     */
    public record Partitions(int jobs, int audio, int replication) {}

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration SHORTEST_SESSION = Duration.ofSeconds(6);
    private static final Duration LONGEST_SESSION = Duration.ofMinutes(5);
    private static final int MOST_PARTITIONS = 10_000;

    public RuntimeConfig {
        clientProperties = Map.copyOf(clientProperties);
    }

    /** The same with properties for all Kafka clients, where the operator did not choose others. */
    public RuntimeConfig withClients(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(properties);
        all.putAll(clientProperties);
        return new RuntimeConfig(
                bootstrapServers,
                instanceId,
                stateDir,
                partitions,
                standbys,
                session,
                commitInterval,
                pollInterval,
                all);
    }

    /** @throws ConfigException naming the setting that is wrong */
    public static RuntimeConfig from(Env env) {
        return new RuntimeConfig(
                env.text(Setting.KAFKA_BOOTSTRAP_SERVERS),
                instanceId(env),
                env.path(Setting.SCRIBE_STATE_DIR),
                new Partitions(
                        env.integer(Setting.SCRIBE_JOB_PARTITIONS, 1, MOST_PARTITIONS),
                        env.integer(Setting.SCRIBE_AUDIO_PARTITIONS, 1, MOST_PARTITIONS),
                        env.integer(Setting.SCRIBE_REPLICATION, 1, 100)),
                env.integer(Setting.SCRIBE_STANDBYS, 0, 10),
                env.duration(Setting.SCRIBE_SESSION, SHORTEST_SESSION, LONGEST_SESSION),
                env.duration(Setting.SCRIBE_COMMIT_INTERVAL, SHORTEST, LONGEST),
                env.duration(Setting.SCRIBE_POLL_INTERVAL, SHORTEST, LONGEST),
                clientProperties(env));
    }

    private static String instanceId(Env env) {
        String id = env.optionalText(Setting.SCRIBE_INSTANCE_ID).orElseGet(RuntimeConfig::hostName);
        // What Kafka allows in a group.instance.id; it names threads and folders too.
        if (!id.matches("[A-Za-z0-9._-]{1,100}")) {
            throw new ConfigException(Setting.SCRIBE_INSTANCE_ID + " is '" + id
                    + "', but has to be of letters, digits, '.', '_' and '-', at most 100");
        }
        return id;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new ConfigException(Setting.SCRIBE_INSTANCE_ID + " is not set, and this host does not know its name: "
                    + e.getMessage());
        }
    }

    private static Map<String, String> clientProperties(Env env) {
        Map<String, String> found = new HashMap<>();
        env.optionalPath(Setting.SCRIBE_KAFKA_PROPERTIES).ifPresent(file -> {
            Properties read = new Properties();
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                read.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new ConfigException(
                        Setting.SCRIBE_KAFKA_PROPERTIES + " is '" + file + "', which cannot be read: " + e);
            }
            read.stringPropertyNames().forEach(name -> found.put(name, read.getProperty(name)));
        });
        return found;
    }
}
