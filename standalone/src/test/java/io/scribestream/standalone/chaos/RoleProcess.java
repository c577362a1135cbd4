package io.scribestream.standalone.chaos;

import io.scribestream.chunker.ChunkerConfig;
import io.scribestream.chunker.HaltingChunker;
import io.scribestream.merger.MergerFlow;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.Flow;
import io.scribestream.runtime.FlowRunner;
import io.scribestream.runtime.GuardConfig;
import io.scribestream.runtime.GuardedRegistry;
import io.scribestream.runtime.Guards;
import io.scribestream.runtime.Logs;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.Setting;
import io.scribestream.runtime.TopicCreator;
import io.scribestream.runtime.Wire;
import io.scribestream.standalone.chaos.InventingEngine.Manner;
import io.scribestream.testkit.chaos.EngineJournal;
import io.scribestream.transcriber.Transcriber;
import io.scribestream.transcriber.TranscriberConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A role in a process of its own, as {@code scribe chunker} and its like are, but with places to halt at and, for the
 * transcriber, the engine that invents.
 */
final class RoleProcess {

    /** A folder for the journals of the engine. */
    static final String JOURNAL = "chaos.journal";

    /** Milliseconds that the slowest chunk takes. */
    static final String SLOWEST = "chaos.slowest";

    /** A file: while it is there, no call of the engine comes back by itself. */
    static final String HOLD = "chaos.hold";

    /** Calls of this life after which the engine hears nothing more. */
    static final String DEAF_AFTER = "chaos.deaf.after";

    /** Chunks heard at once. */
    static final String LANES = "chaos.lanes";

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long LOOK_MILLIS = 500;
    private static final int MACHINE_FAILED = 3;

    /** @param args the role */
    public static void main(String[] args) {
        try {
            run(args[0]);
        } catch (Exception e) {
            // Kafka's threads are no daemons: without this it would never end.
            e.printStackTrace();
            Runtime.getRuntime().halt(MACHINE_FAILED);
        }
    }

    private static void run(String role) throws Exception {
        Env env = Env.system();
        Logs.configure(env);
        RuntimeConfig config = RuntimeConfig.from(env);
        Guards guards = new Guards(GuardConfig.from(env));
        Wire wire = new Wire(GuardedRegistry.of(env.uris(Setting.SCHEMA_REGISTRY_URL), guards));
        TopicCreator.ensure(config, PATIENCE);
        FlowRunner runner = new FlowRunner(new HaltingFlow(flow(role, env, guards)), wire, config);
        Runtime.getRuntime().addShutdownHook(new Thread(runner::close, "close"));
        runner.start();
        System.out.println(role + " works on " + config.bootstrapServers());
        while (!runner.check().isFailed()) {
            Thread.sleep(LOOK_MILLIS);
        }
        if (runner.failure().isPresent()) {
            System.out.println("the " + role + " " + runner.check().detail());
            Runtime.getRuntime().halt(MACHINE_FAILED);
        }
    }

    private static Flow flow(String role, Env env, Guards guards) throws IOException {
        return switch (role) {
            case "chunker" ->
                HaltingChunker.create(ChunkerConfig.from(env), guards).flow();
            case "transcriber" ->
                Transcriber.of(engine(env.text(Setting.SCRIBE_INSTANCE_ID)), TranscriberConfig.from(env), guards)
                        .flow();
            case "merger" -> new MergerFlow();
            default -> throw new IllegalArgumentException("no role is called " + role);
        };
    }

    private static InventingEngine engine(String name) throws IOException {
        return new InventingEngine(
                name,
                Integer.getInteger(LANES, 1),
                new Manner(
                        Duration.ofMillis(Long.getLong(SLOWEST, 0)),
                        Path.of(System.getProperty(HOLD)),
                        Integer.getInteger(DEAF_AFTER, Integer.MAX_VALUE)),
                EngineJournal.open(Path.of(System.getProperty(JOURNAL)), name));
    }

    private RoleProcess() {}
}
