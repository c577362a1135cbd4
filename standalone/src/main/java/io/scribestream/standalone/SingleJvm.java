package io.scribestream.standalone;

import io.scribestream.chunker.Chunker;
import io.scribestream.chunker.ChunkerConfig;
import io.scribestream.merger.MergerFlow;
import io.scribestream.runtime.Component;
import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Flow;
import io.scribestream.runtime.FlowRunner;
import io.scribestream.runtime.GuardConfig;
import io.scribestream.runtime.Guards;
import io.scribestream.runtime.Health;
import io.scribestream.runtime.Lack;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.Setting;
import io.scribestream.runtime.TopicCreator;
import io.scribestream.runtime.Wire;
import io.scribestream.schemas.Topic;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.registry.EmbeddedSchemaRegistry;
import io.scribestream.standalone.embedded.EmbeddedKafka;
import io.scribestream.transcriber.Transcriber;
import io.scribestream.transcriber.TranscriberConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.avro.Schema;

/**
 * Everything in one JVM: a broker, a registry, and the flows {@code jobs -> chunker -> audio -> transcriber -> segments ->
 * merger -> done}. The same flows as on a cluster, with the same guarantees.
 */
public final class SingleJvm implements AutoCloseable {

    private static final Duration BROKER_PATIENCE = Duration.ofSeconds(60);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final Parts parts;
    private final EmbeddedKafka kafka;
    private final EmbeddedSchemaRegistry registry;
    private final Wire wire;
    private final Env env;
    private final Transcriber transcriber;
    private final List<FlowRunner> runners = new ArrayList<>();

    private SingleJvm(
            Parts parts,
            EmbeddedKafka kafka,
            EmbeddedSchemaRegistry registry,
            Wire wire,
            Env env,
            Transcriber transcriber) {
        this.parts = parts;
        this.kafka = kafka;
        this.registry = registry;
        this.wire = wire;
        this.env = env;
        this.transcriber = transcriber;
    }

    /**
     * Starts all of it. What does not need another part starts beside it: the model is loaded and the decoder warmed
     * while the broker starts.
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
        Env local = env.with(
                        Setting.SCRIBE_STATE_DIR, directory.resolve("state").toString())
                .with(Setting.SCRIBE_INSTANCE_ID, "local");
        Guards guards = new Guards(GuardConfig.from(local));
        Parts parts = new Parts();
        // Avro parses slowly the first time; here it costs nobody a wait.
        CompletableFuture<List<Schema>> schemas = beside(startUp, "parse the schemas", () -> Topics.all().stream()
                .map(Topic::schema)
                .toList());
        CompletableFuture<Transcriber> hearing =
                beside(startUp, "load the model", () -> Transcriber.create(TranscriberConfig.from(local), guards));
        CompletableFuture<Chunker> cutting = beside(
                startUp,
                "warm the decoder",
                () -> Chunker.create(ChunkerConfig.from(local).admitting(admitted), guards));
        try {
            EmbeddedKafka kafka = parts.add(
                    startUp.step("start the broker", () -> EmbeddedKafka.start(directory.resolve("kafka"), kafkaPort)));
            Env connected = local.with(Setting.KAFKA_BOOTSTRAP_SERVERS, kafka.bootstrapServers());
            RuntimeConfig config = RuntimeConfig.from(connected);
            startUp.step("create the topics", () -> {
                TopicCreator.ensure(config, BROKER_PATIENCE);
                return config;
            });
            EmbeddedSchemaRegistry registry = parts.add(
                    startUp.step("start the registry", () -> EmbeddedSchemaRegistry.onTopic(kafka.bootstrapServers())));
            get(schemas);
            Wire wire = new Wire(registry);
            Chunker chunker = parts.add(get(cutting));
            Transcriber transcriber = parts.add(get(hearing));
            SingleJvm jvm = new SingleJvm(parts, kafka, registry, wire, connected, transcriber);
            jvm.run(List.of(chunker.flow(), transcriber.flow(), new MergerFlow()));
            return jvm;
        } catch (EnvironmentException | ConfigException e) {
            abandon(parts, cutting, hearing);
            throw e;
        } catch (Exception e) {
            abandon(parts, cutting, hearing);
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

    public List<FlowRunner> runners() {
        return runners;
    }

    /** Waits until every flow reads its topics. */
    public void awaitRunning(Duration patience) throws InterruptedException {
        for (FlowRunner runner : runners) {
            runner.awaitRunning(patience);
        }
    }

    /** @throws EnvironmentException if a part has stopped and will not come back */
    public void requireHealthy() {
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

    @Override
    public void close() {
        stopHearing();
        // All at once: each waits for its own last transaction.
        List<CompletableFuture<Void>> closing = runners.stream()
                .map(runner -> CompletableFuture.runAsync(() -> runner.close(CLOSE_PATIENCE)))
                .toList();
        CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new)).join();
        parts.close();
    }

    private void run(List<? extends Flow> flows) {
        RuntimeConfig config = RuntimeConfig.from(env);
        for (Flow flow : flows) {
            FlowRunner runner = new FlowRunner(flow, wire, config);
            runner.start();
            runners.add(runner);
        }
    }

    private interface Making<T> {
        T make() throws Exception;
    }

    private static <T> CompletableFuture<T> beside(StartUp startUp, String step, Making<T> making) {
        CompletableFuture<T> made = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        made.complete(startUp.step(step, making::make));
                    } catch (Throwable e) {
                        made.completeExceptionally(e);
                    }
                },
                step);
        thread.setDaemon(true);
        thread.start();
        return made;
    }

    private static <T> T get(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            Lack lack = e.getCause() instanceof LinkageError ? Lack.NATIVE_UNUSABLE : Lack.ENVIRONMENT;
            throw new EnvironmentException(lack, "the start failed: " + e.getCause(), e);
        }
    }

    @SafeVarargs
    private static void abandon(Parts parts, CompletableFuture<? extends AutoCloseable>... unfinished) {
        for (CompletableFuture<? extends AutoCloseable> part : unfinished) {
            part.thenAccept(parts::add);
        }
        parts.close();
    }
}
