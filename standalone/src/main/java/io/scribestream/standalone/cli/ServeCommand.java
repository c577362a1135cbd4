package io.scribestream.standalone.cli;

import io.scribestream.runtime.Env;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Setting;
import io.scribestream.schemas.registry.RegistryServer;
import io.scribestream.standalone.ApiProcess;
import io.scribestream.standalone.DataDirectory;
import io.scribestream.standalone.SingleJvm;
import io.scribestream.standalone.StartUp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "serve",
        description = "Runs everything in one JVM until it is stopped: broker, registry, flows and the HTTP API.")
final class ServeCommand implements Callable<Integer> {

    private static final Duration START_PATIENCE = Duration.ofSeconds(120);
    private static final Duration LOOK = Duration.ofSeconds(1);

    @ParentCommand
    Scribe scribe;

    @Option(names = "--port", paramLabel = "PORT", description = "The API's port; 0 is any (8080).")
    @Nullable
    Integer port;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            defaultValue = "9092",
            description = "The broker's port; 0 is any (${DEFAULT-VALUE}).")
    int kafkaPort;

    @Option(
            names = "--registry-port",
            paramLabel = "PORT",
            defaultValue = "8081",
            description = "The schema registry's port; 0 is any (${DEFAULT-VALUE}).")
    int registryPort;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "PATH|NAME",
            description = "The model (the shipped base-q8_0).")
    @Nullable
    String model;

    @Option(
            names = {"-t", "--threads"},
            paramLabel = "N",
            description = "Chunks heard at the same time (one per core).")
    @Nullable
    Integer threads;

    @Option(names = "--data", paramLabel = "DIR", description = "Where all is kept (the XDG data home's scribestream).")
    @Nullable
    Path data;

    @Override
    public Integer call() throws Exception {
        Screen screen = scribe.screen();
        Env env = port == null ? scribe.env() : scribe.env().with(Setting.SCRIBE_HTTP_PORT, port.toString());
        LocalSettings local = LocalSettings.of(
                env, data, model == null ? env.text(Setting.WHISPER_MODEL) : model, threads == null ? 0 : threads);
        LocalModel found = LocalModel.find(local, screen);
        Path directory = local.data().resolve("serve");
        Env everything = LocalEnv.of(local, found, directory);
        try (DataDirectory lock = DataDirectory.lock(local.data(), "scribe serve");
                SingleJvm jvm = SingleJvm.start(everything, directory, kafkaPort, job -> true, new StartUp());
                RegistryServer registry = registry(jvm);
                ApiProcess api = ApiProcess.start(jvm.env(), jvm.wire(), jvm.runners());
                StopOnSignal stop = StopOnSignal.install(jvm::stopHearing)) {
            jvm.awaitRunning(START_PATIENCE);
            api.board().awaitRunning(START_PATIENCE);
            screen.say("serving at http://" + env.text(Setting.SCRIBE_HTTP_HOST) + ":" + api.port());
            screen.say("broker " + jvm.bootstrapServers() + ", schema registry " + registry.url());
            screen.say("data in " + lock.root() + "; Ctrl-C ends it, and the next start goes on");
            while (!stop.requested()) {
                stop.await(LOOK);
                jvm.requireHealthy();
            }
            return ExitCodes.DONE;
        }
    }

    private RegistryServer registry(SingleJvm jvm) {
        try {
            return RegistryServer.onLoopback(jvm.registry(), registryPort);
        } catch (IOException e) {
            throw new EnvironmentException(
                    "port " + registryPort
                            + " is taken, so the schema registry cannot listen there; choose another with"
                            + " --registry-port",
                    e);
        }
    }
}
