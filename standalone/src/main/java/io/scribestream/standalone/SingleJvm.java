package io.scribestream.standalone;

import io.scribestream.chunker.Chunker;
import io.scribestream.chunker.ChunkerConfig;
import io.scribestream.merger.MergerFlow;
import io.scribestream.notifier.Notifier;
import io.scribestream.notifier.NotifierConfig;
import io.scribestream.runtime.BreakerSet;
import io.scribestream.runtime.Component;
import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.FlowRunner;
import io.scribestream.runtime.GuardConfig;
import io.scribestream.runtime.Guards;
import io.scribestream.runtime.Health;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.Setting;
import io.scribestream.runtime.TopicCreator;
import io.scribestream.runtime.Wire;
import io.scribestream.schemas.registry.EmbeddedSchemaRegistry;
import io.scribestream.standalone.embedded.EmbeddedKafka;
import io.scribestream.transcriber.Transcriber;
import io.scribestream.transcriber.TranscriberConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * Everything in one JVM: a broker, a registry, and the flows {@code jobs -> chunker -> audio -> transcriber -> segments ->
 * merger -> done}. The same flows as on a cluster, with the same guarantees.
 */
public final class SingleJvm implements AutoCloseable {

    private static final Duration BROKER_PATIENCE = Duration.ofSeconds(60);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    /** So soon a client that is there before the broker asks it again; 50 ms, doubled up to a second, is Kafka's way. */
    private static final Map<String, String> CLIENTS =
            Map.of(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, "50");

    private final Parts parts;
    private final EmbeddedKafka kafka;
    private final EmbeddedSchemaRegistry registry;
    private final Wire wire;
    private final Env env;
    private final Chunker chunker;
    private final Transcriber transcriber;
    private final List<? extends BreakerSet> breakers;
    private final List<FlowRunner> runners;
    private final CompletableFuture<Void> started;

    private SingleJvm(
            Parts parts,
            EmbeddedKafka kafka,
            EmbeddedSchemaRegistry registry,
            Wire wire,
            Env env,
            Chunker chunker,
            Transcriber transcriber,
            List<? extends BreakerSet> breakers,
            List<FlowRunner> runners) {
        this.parts = parts;
        this.kafka = kafka;
        this.registry = registry;
        this.wire = wire;
        this.env = env;
        this.chunker = chunker;
        this.transcriber = transcriber;
        this.breakers = breakers;
        this.runners = runners;
        this.started = together(runners, FlowRunner::start);
    }

    /**
     * Starts all of it. What does not need another part starts beside it: the model is loaded, the decoder warmed and the
     * flows are put together while the broker starts. The flows may still be joining their groups when this returns; what
     * is sent meanwhile waits for them.
     *
     * @param env what the operator set; the places below are put in here
     * @param directory for the broker's log and the state stores
     * @param kafkaPort 0 for any free one
     * @param admitted which jobs are worked on; the others stay where they are
     * @throws ConfigException naming the setting that is wrong or has no meaning here
     * @throws EnvironmentException if the machine lacks something
     */
    public static SingleJvm start(Env env, Path directory, int kafkaPort, Predicate<String> admitted, StartUp startUp) {
        if (env.isSet(Setting.SCRIBE_STATE_DIR)) {
            throw new ConfigException(Setting.SCRIBE_STATE_DIR + " is '" + env.text(Setting.SCRIBE_STATE_DIR)
                    + "', but in one JVM the state stores belong to the broker beside them: unset it, or choose the place"
                    + " of both with --data");
        }
        int port = EmbeddedKafka.port(kafkaPort);
        Env local = env.with(
                        Setting.SCRIBE_STATE_DIR, directory.resolve("state").toString())
                .with(Setting.SCRIBE_INSTANCE_ID, "local")
                .with(Setting.KAFKA_BOOTSTRAP_SERVERS, EmbeddedKafka.bootstrapServers(port));
        RuntimeConfig config = RuntimeConfig.from(local).withClients(CLIENTS);
        Guards guards = new Guards(GuardConfig.from(local));
        EmbeddedSchemaRegistry registry = EmbeddedSchemaRegistry.onTopicOf(config.bootstrapServers());
        Wire wire = new Wire(registry);
        Beside beside = new Beside(startUp);
        CompletableFuture<Transcriber> hearing =
                beside.start("load the model", () -> Transcriber.create(TranscriberConfig.from(local), guards));
        CompletableFuture<Chunker> cutting = beside.start(
                "warm the decoder",
                () -> Chunker.create(ChunkerConfig.from(local).admitting(admitted), guards));
        // In the threads of those steps, as soon as they are done.
        List<CompletableFuture<FlowRunner>> flows = List.of(
                cutting.thenApply(chunker -> new FlowRunner(chunker.flow(), wire, config)),
                hearing.thenApply(transcriber -> new FlowRunner(transcriber.flow(), wire, config)),
                beside.start("put the merger together", () -> new FlowRunner(new MergerFlow(), wire, config)));
        Parts parts = new Parts();
        try {
            EmbeddedKafka kafka = parts.add(
                    startUp.step("start the broker", () -> EmbeddedKafka.start(directory.resolve("kafka"), port)));
            startUp.step("create the topics", () -> {
                TopicCreator.ensure(config, BROKER_PATIENCE);
                return config;
            });
            parts.add(registry);
            startUp.step("start the registry", () -> {
                registry.read();
                return registry;
            });
            Chunker chunker = Beside.get(cutting);
            Transcriber transcriber = Beside.get(hearing);
            List<BreakerSet> breakers = new ArrayList<>(List.of(guards));
            List<FlowRunner> runners = new ArrayList<>();
            for (CompletableFuture<FlowRunner> flow : flows) {
                runners.add(Beside.get(flow));
            }
            if (NotifierConfig.isOn(local)) {
                Notifier notifier = parts.add(Notifier.create(NotifierConfig.from(local)));
                breakers.add(notifier.breakers());
                runners.add(new FlowRunner(notifier.flow(), wire, config));
            }
            return new SingleJvm(
                    parts,
                    kafka,
                    registry,
                    wire,
                    local,
                    chunker,
                    transcriber,
                    List.copyOf(breakers),
                    List.copyOf(runners));
        } catch (EnvironmentException | ConfigException e) {
            abandon(parts, flows, cutting, hearing);
            throw e;
        } catch (Exception e) {
            abandon(parts, flows, cutting, hearing);
            throw new EnvironmentException("the start failed: " + e.getMessage(), e);
        }
    }

    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    public EmbeddedSchemaRegistry registry() {
        return registry;
    }

    public Wire wire() {
        return wire;
    }

    /** The settings as they hold in here, with the broker's address. */
    public Env env() {
        return env;
    }

    /** The breakers of all that runs in here. */
    public List<? extends BreakerSet> breakers() {
        return breakers;
    }

    public List<FlowRunner> runners() {
        return runners;
    }

    /** Waits until every flow reads its topics. */
    public void awaitRunning(Duration patience) throws InterruptedException {
        Beside.get(started);
        for (FlowRunner runner : runners) {
            runner.awaitRunning(patience);
        }
    }

    /** @throws EnvironmentException if a part has stopped and will not come back */
    public void requireHealthy() {
        Beside.requireNoFailure(started);
        requireHealthy(runners);
    }

    static void requireHealthy(List<? extends Component> parts) {
        for (Component part : parts) {
            Health health = part.check();
            if (health.isFailed()) {
                throw new EnvironmentException("the " + part.name() + " " + health.detail());
            }
        }
    }

    /** Ends what is being heard right now; it is heard again after the next start. */
    public void stopHearing() {
        transcriber.stopHearing();
    }

    /** What does not need another part ends beside it, as at the start. */
    @Override
    public void close() {
        stopHearing();
        // A flow is not closed while it starts; one that could not start has said why.
        started.exceptionally(failed -> null).join();
        // Each waits for its own last transaction.
        together(runners, runner -> runner.close(CLOSE_PATIENCE)).join();
        together(List.of(chunker, transcriber, parts), SingleJvm::closeOrSay).join();
    }

    private static <T> CompletableFuture<Void> together(List<T> things, Consumer<T> what) {
        return CompletableFuture.allOf(things.stream()
                .map(thing -> CompletableFuture.runAsync(
                        () -> what.accept(thing), work -> new Thread(work, "single-jvm").start()))
                .toArray(CompletableFuture[]::new));
    }

    /** The rest must be closed all the same. */
    private static void closeOrSay(AutoCloseable part) {
        try (Parts one = new Parts()) {
            one.add(part);
        }
    }

    @SafeVarargs
    private static void abandon(
            Parts parts,
            List<CompletableFuture<FlowRunner>> flows,
            CompletableFuture<? extends AutoCloseable>... unfinished) {
        for (CompletableFuture<? extends AutoCloseable> part : unfinished) {
            part.thenAccept(parts::add);
        }
        flows.forEach(flow -> flow.thenAccept(parts::add));
        parts.close();
    }
}
