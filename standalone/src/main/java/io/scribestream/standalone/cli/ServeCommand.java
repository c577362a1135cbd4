package io.scribestream.standalone.cli;

import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import io.scribestream.standalone.DataDirectory;
import io.scribestream.standalone.LocalServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "serve",
        description = "Runs everything in one JVM until it is stopped: broker, registry, flows and the HTTP API.")
final class ServeCommand implements Callable<Integer> {

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

    @Mixin
    Threads threads;

    @Option(names = "--data", paramLabel = "DIR", description = "Where all is kept (the XDG data home's scribestream).")
    @Nullable
    Path data;

    @Override
    public Integer call() throws Exception {
        Screen screen = scribe.screen();
        Env env = port == null ? scribe.env() : scribe.env().with(Setting.SCRIBE_HTTP_PORT, port.toString());
        LocalSettings local =
                LocalSettings.of(env, data, model == null ? env.text(Setting.WHISPER_MODEL) : model, threads.orNone());
        LocalModel found = LocalModel.find(local, screen);
        Path directory = local.data().resolve("serve");
        Env everything = LocalEnv.of(local, found, directory);
        try (StopOnSignal stop = StopOnSignal.install();
                DataDirectory lock = DataDirectory.lock(local.data(), "scribe serve");
                LocalServer server =
                        LocalServer.start(everything, directory, new LocalServer.Ports(kafkaPort, registryPort))) {
            stop.tell(server::stopHearing);
            screen.say("serving at http://" + env.text(Setting.SCRIBE_HTTP_HOST) + ":" + server.apiPort());
            screen.say("broker " + server.bootstrapServers() + ", schema registry " + server.registryUrl());
            screen.say("data in " + lock.root() + "; Ctrl-C ends it, and the next start goes on");
            while (!stop.requested()) {
                stop.await(LOOK);
                server.requireHealthy();
            }
            return stop.exitCode(ExitCodes.DONE);
        }
    }
}
