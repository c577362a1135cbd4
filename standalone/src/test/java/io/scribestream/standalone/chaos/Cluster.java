package io.scribestream.standalone.chaos;

import io.scribestream.runtime.Env;
import io.scribestream.runtime.FreePorts;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.Setting;
import io.scribestream.runtime.TopicCreator;
import io.scribestream.runtime.Wire;
import io.scribestream.schemas.registry.HttpSchemaRegistry;
import io.scribestream.standalone.QuickStart;
import io.scribestream.standalone.cli.Scribe;
import io.scribestream.testkit.Repository;
import io.scribestream.testkit.chaos.Crew;
import io.scribestream.testkit.chaos.Member;
import io.scribestream.testkit.chaos.Member.Part;
import io.scribestream.testkit.chaos.ProcessUnderTest;
import io.scribestream.testkit.chaos.Program;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Broker, registry and roles, each a process of its own, all below one folder and on ports that stay the same. */
public final class Cluster implements AutoCloseable {

    public static final String BROKER = "broker";
    public static final String REGISTRY = "registry";
    public static final String CHUNKER = "chunker";
    public static final String MERGER = "merger";
    public static final String API = "ingest-api";

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int JOB_PARTITIONS = 2;
    private static final String SERVES = "serving at (http://[^,\\s]+)";

    /**
     * How it is made.
     *
     * @param transcribers how many, called {@code transcriber-1} and so on
     * @param lanes chunks that each hears at once
     * @param slowest how long the slowest chunk takes
     * @param haltable whether chunker and merger have places to halt at; otherwise they are the product's own commands
     * @param api whether jobs can come over HTTP as well
     * @param environment of all roles, for settings of the product and others
     */
    public record Shape(
            int transcribers,
            int lanes,
            Duration slowest,
            boolean haltable,
            boolean api,
            Map<String, String> environment) {

        public Shape {
            environment = Map.copyOf(environment);
        }

        public static Shape of(int transcribers, int lanes, Duration slowest) {
            return new Shape(transcribers, lanes, slowest, false, false, Map.of());
        }

        public Shape thatHalts() {
            return new Shape(transcribers, lanes, slowest, true, api, environment);
        }

        public Shape withApi() {
            return new Shape(transcribers, lanes, slowest, haltable, true, environment);
        }

        public Shape with(Setting setting, Object value) {
            return with(setting.name(), value);
        }

        public Shape with(String variable, Object value) {
            Map<String, String> more = new HashMap<>(environment);
            more.put(variable, value.toString());
            return new Shape(transcribers, lanes, slowest, haltable, api, more);
        }
    }

    private final Path folder;
    private final Shape shape;
    private final int kafkaPort = FreePorts.any();
    private final int registryPort = FreePorts.any();
    private final Crew crew = new Crew();
    private final Wire wire;

    private Cluster(Path folder, Shape shape) throws IOException, InterruptedException {
        this.folder = folder;
        this.shape = shape;
        this.wire = new Wire(HttpSchemaRegistry.of(registryUrl()));
        add(Part.BROKER, 0, program(BROKER, BrokerProcess.class, Map.of(), kafka(), kafkaPort));
        add(Part.REGISTRY, 0, program(REGISTRY, RegistryProcess.class, Map.of(), bootstrapServers(), registryPort));
        add(Part.CHUNKER, 0, role(CHUNKER));
        add(Part.MERGER, 0, role(MERGER));
        if (shape.api()) {
            add(Part.API, 0, program(API, Scribe.class, environment(API), API));
        }
        for (int number = 1; number <= shape.transcribers(); number++) {
            String name = transcriber(number);
            add(Part.TRANSCRIBER, shape.lanes(), program(name, RoleProcess.class, environment(name), "transcriber"));
        }
    }

    /** Starts the broker and the registry, and makes the topics; roles are started by {@link #startRoles}. */
    public static Cluster start(Path folder, Shape shape) throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("sources"));
        Cluster cluster = new Cluster(folder, shape);
        try {
            cluster.process(BROKER).start();
            cluster.process(BROKER).await(BrokerProcess.UP, PATIENCE);
            cluster.process(REGISTRY).start();
            cluster.process(REGISTRY).await(RegistryProcess.UP, PATIENCE);
            TopicCreator.ensure(RuntimeConfig.from(Env.of(cluster.environment("test"))), PATIENCE);
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    /** Another instance of a role, beside the first; started with the others. */
    public void addInstance(Part part, String role, String name) throws IOException, InterruptedException {
        add(part, 0, program(name, Scribe.class, environment(name), role));
    }

    /** Starts every role that is not up. */
    public void startRoles() throws IOException, InterruptedException {
        for (Member member : roles()) {
            if (!member.process().isAlive()) {
                member.process().start();
            }
        }
        for (Member member : roles()) {
            member.process().await(member.part() == Part.API ? SERVES : "works on", PATIENCE);
        }
    }

    /** Where the API listens in this life of it. */
    public URI apiUrl() throws InterruptedException {
        return URI.create(process(API).await(SERVES, PATIENCE));
    }

    public Crew crew() {
        return crew;
    }

    public ProcessUnderTest process(String name) {
        return crew.get(name).process();
    }

    /** @param number from 1 */
    public static String transcriber(int number) {
        return "transcriber-" + number;
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + kafkaPort;
    }

    public String registryUrl() {
        return "http://127.0.0.1:" + registryPort;
    }

    public Wire wire() {
        return wire;
    }

    /** While there is this file, no engine's call comes back by itself. */
    public Path hold() {
        return folder.resolve("hold");
    }

    /** Where sources may lie. */
    public Path sources() {
        return folder.resolve("sources");
    }

    /** Where the engines write their calls down. */
    public Path journals() {
        return folder.resolve("journals");
    }

    /** What came over HTTP lies here until nobody needs it. */
    public Path uploads() {
        return folder.resolve("uploads");
    }

    /** What the chunker fetched lies here until nobody needs it. */
    public Path spool() {
        return folder.resolve("spool").resolve(CHUNKER);
    }

    /** The state stores of a role. */
    public Path state(String role) {
        return folder.resolve("state-" + role);
    }

    /** The broker's log of a topic's partitions, and all the rest that it keeps. */
    public Path kafka() {
        return folder.resolve("kafka");
    }

    @Override
    public void close() {
        crew.close();
    }

    private List<Member> roles() {
        return crew.all().stream()
                .filter(member -> member.part() != Part.BROKER && member.part() != Part.REGISTRY)
                .toList();
    }

    private void add(Part part, int lanes, Program program) {
        crew.add(new Member(new ProcessUnderTest(program, folder), part, lanes));
    }

    private Program role(String name) throws IOException, InterruptedException {
        return program(name, shape.haltable() ? RoleProcess.class : Scribe.class, environment(name), name);
    }

    private Program program(String name, Class<?> main, Map<String, String> environment, Object... arguments)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        for (Object argument : arguments) {
            words.add(argument.toString());
        }
        List<String> jvm = new ArrayList<>(QuickStart.options());
        jvm.addAll(List.of(
                "-Xmx256m",
                "-Dscribe.home=" + Repository.root(),
                "-D" + RoleProcess.JOURNAL + "=" + journals(),
                "-D" + RoleProcess.LANES + "=" + shape.lanes(),
                "-D" + RoleProcess.SLOWEST + "=" + shape.slowest().toMillis(),
                "-D" + RoleProcess.HOLD + "=" + hold()));
        return new Program(name, QuickStart.classPath(), main.getName(), jvm, words, environment);
    }

    private Map<String, String> environment(String name) {
        Map<Setting, Object> settings = new HashMap<>();
        settings.put(Setting.KAFKA_BOOTSTRAP_SERVERS, bootstrapServers());
        settings.put(Setting.SCHEMA_REGISTRY_URL, registryUrl());
        settings.put(Setting.SCRIBE_INSTANCE_ID, name);
        settings.put(Setting.SCRIBE_JOB_PARTITIONS, JOB_PARTITIONS);
        // Each chunk that can be heard at once has a partition.
        settings.put(Setting.SCRIBE_AUDIO_PARTITIONS, Math.max(1, shape.transcribers() * shape.lanes()));
        settings.put(Setting.SCRIBE_STATE_DIR, state(name));
        settings.put(Setting.SCRIBE_CACHE_DIR, folder.resolve("cache"));
        settings.put(Setting.SCRIBE_UPLOAD_DIR, uploads());
        settings.put(Setting.SCRIBE_SPOOL_DIR, folder.resolve("spool"));
        settings.put(Setting.SCRIBE_SOURCE_DIRS, sources());
        settings.put(Setting.SCRIBE_HTTP_PORT, 0);
        // A registry that is back is asked soon.
        settings.put(Setting.SCRIBE_BREAKER_OPEN, "5s");
        settings.put(Setting.SCRIBE_RETRY_FIRST, "200ms");
        settings.put(Setting.VAD_MODEL, Repository.file("models/silero-vad-v5-sequence.onnx"));
        Map<String, String> environment = new HashMap<>();
        settings.forEach((setting, value) -> environment.put(setting.name(), value.toString()));
        environment.putAll(shape.environment());
        return environment;
    }
}
