package io.scribestream.standalone.cli;

import io.scribestream.chunker.ChunkerConfig;
import io.scribestream.merger.MergerFlow;
import io.scribestream.notifier.NotifierConfig;
import io.scribestream.runtime.BreakerEvents;
import io.scribestream.runtime.BreakerSet;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Flow;
import io.scribestream.runtime.FlowRunner;
import io.scribestream.runtime.GuardConfig;
import io.scribestream.runtime.GuardedRegistry;
import io.scribestream.runtime.Guards;
import io.scribestream.runtime.Health;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.Setting;
import io.scribestream.runtime.TopicCreator;
import io.scribestream.runtime.Wire;
import io.scribestream.standalone.ApiProcess;
import io.scribestream.standalone.ApiProcess.Inside;
import io.scribestream.standalone.AppHome;
import io.scribestream.standalone.Watching;
import io.scribestream.transcriber.TranscriberConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ParseResult;

/**
 * One role in a process of its own, against a cluster: the same flows as in the single JVM. All it needs to know comes from
 * the environment. Ends with the code of the signal that stops it, with 3 when its flow has stopped by itself, so that whoever watches it
 * starts it again.
 */
abstract class RoleCommand implements Callable<Integer> {

    private static final Set<String> SERVICES =
            Set.of("serve", "ingest-api", "chunker", "transcriber", "merger", "notifier");
    private static final Duration BROKER_PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofSeconds(1);

    @ParentCommand
    Scribe scribe;

    /** Whether a command runs until it is stopped, and so writes a log. */
    static boolean isService(ParseResult parsed) {
        return SERVICES.contains(parsed.commandSpec().name());
    }

    @Override
    public final Integer call() throws Exception {
        Env env = withPlaces(scribe.env());
        RuntimeConfig config = RuntimeConfig.from(env);
        Guards guards = new Guards(GuardConfig.from(env));
        Wire wire = new Wire(GuardedRegistry.of(env.uris(Setting.SCHEMA_REGISTRY_URL), guards));
        TopicCreator.ensure(config, BROKER_PATIENCE);
        try (StopOnSignal stop = StopOnSignal.install();
                BreakerEvents events = BreakerEvents.follow(guards, GuardedRegistry.BREAKER, wire, config)) {
            return run(env, config, wire, guards, stop);
        }
    }

    abstract int run(Env env, RuntimeConfig config, Wire wire, Guards guards, StopOnSignal stop) throws Exception;

    /** Runs a flow until a signal comes or it stops by itself. */
    final int follow(Flow flow, List<? extends BreakerSet> breakers, Env env, Wire wire, StopOnSignal stop)
            throws Exception {
        RuntimeConfig config = RuntimeConfig.from(env);
        try (FlowRunner runner = new FlowRunner(flow, wire, config);
                AutoCloseable watching = Watching.role(env, wire, runner, breakers)) {
            runner.start();
            scribe.screen().say(flow.name() + " works on " + config.bootstrapServers());
            return watch(runner, stop);
        }
    }

    final int watch(FlowRunner runner, StopOnSignal stop) throws InterruptedException {
        while (!stop.requested()) {
            stop.await(LOOK);
            Health health = runner.check();
            if (health.isFailed() && !stop.requested()) {
                throw new EnvironmentException("the " + runner.name() + " " + health.detail());
            }
        }
        return stop.exitCode(ExitCodes.DONE);
    }

    /** Models that come with the program are named by their place in it. */
    private static Env withPlaces(Env env) {
        Env placed = env;
        for (Setting model : List.of(Setting.WHISPER_MODEL, Setting.VAD_MODEL)) {
            Path shipped = AppHome.find().resolve(env.text(model));
            if (!env.isSet(model) && Files.exists(shipped)) {
                placed = placed.with(model, shipped.toString());
            }
        }
        return placed;
    }

    @Command(name = "ingest-api", description = "The HTTP API and the job board, against a cluster.")
    static final class IngestApi extends RoleCommand {
        @Override
        int run(Env env, RuntimeConfig config, Wire wire, Guards guards, StopOnSignal stop) throws Exception {
            try (ApiProcess api = ApiProcess.start(env, wire, Inside.role(List.of(guards)))) {
                scribe.screen()
                        .say("serving at http://" + env.text(Setting.SCRIBE_HTTP_HOST) + ":" + api.port() + ", jobs to "
                                + config.bootstrapServers());
                return watch(api.board(), stop);
            }
        }
    }

    @Command(name = "chunker", description = "jobs -> audio, against a cluster.")
    static final class Chunker extends RoleCommand {
        @Override
        int run(Env env, RuntimeConfig config, Wire wire, Guards guards, StopOnSignal stop) throws Exception {
            try (io.scribestream.chunker.Chunker chunker =
                    io.scribestream.chunker.Chunker.create(ChunkerConfig.from(env), guards)) {
                return follow(chunker.flow(), List.of(guards), env, wire, stop);
            }
        }
    }

    @Command(name = "transcriber", description = "audio -> segments, against a cluster.")
    static final class Transcriber extends RoleCommand {
        @Override
        int run(Env env, RuntimeConfig config, Wire wire, Guards guards, StopOnSignal stop) throws Exception {
            LocalSettings settings = LocalSettings.of(env, null, env.text(Setting.WHISPER_MODEL), 0);
            LocalModel model = LocalModel.find(settings, scribe.screen());
            TranscriberConfig transcribing = TranscriberConfig.from(
                    env.with(Setting.WHISPER_MODEL, model.file().toString()));
            try (io.scribestream.transcriber.Transcriber transcriber =
                    io.scribestream.transcriber.Transcriber.create(transcribing, guards)) {
                stop.tell(transcriber::stopHearing);
                return follow(transcriber.flow(), List.of(guards), env, wire, stop);
            }
        }
    }

    @Command(name = "merger", description = "segments -> done, against a cluster.")
    static final class Merger extends RoleCommand {
        @Override
        int run(Env env, RuntimeConfig config, Wire wire, Guards guards, StopOnSignal stop) throws Exception {
            return follow(new MergerFlow(), List.of(guards), env, wire, stop);
        }
    }

    @Command(name = "notifier", description = "done, error -> webhooks, against a cluster.")
    static final class Notifier extends RoleCommand {
        @Override
        int run(Env env, RuntimeConfig config, Wire wire, Guards guards, StopOnSignal stop) throws Exception {
            try (io.scribestream.notifier.Notifier notifier =
                    io.scribestream.notifier.Notifier.create(NotifierConfig.from(env))) {
                return follow(notifier.flow(), List.of(guards, notifier.breakers()), env, wire, stop);
            }
        }
    }
}
