package io.scribestream.standalone.cli;

import io.scribestream.runtime.Env;
import io.scribestream.runtime.FlowRunner;
import io.scribestream.runtime.FreePorts;
import io.scribestream.runtime.Setting;
import io.scribestream.runtime.Wire;
import io.scribestream.schemas.registry.HttpSchemaRegistry;
import io.scribestream.standalone.Folders;
import io.scribestream.standalone.LocalServer;
import io.scribestream.standalone.PerRun;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What {@code scribe serve} runs, in the test's own JVM: the shipped model, ports that nobody chose, a folder of its own. */
public final class RunningScribe implements AutoCloseable {

    /** One for all tests of a run. */
    public static final class Extension extends PerRun<RunningScribe> {
        public Extension() {
            super(RunningScribe.class, RunningScribe::start);
        }
    }

    /** Larger than any recording of the tests, and small enough to be passed in one. */
    public static final int MAX_UPLOAD_BYTES = 16 * 1024 * 1024;

    private final Path folder;
    private final int webPort;
    private final LocalServer server;

    private RunningScribe(Path folder, int webPort, LocalServer server) {
        this.folder = folder;
        this.webPort = webPort;
        this.server = server;
    }

    static RunningScribe start() throws IOException, InterruptedException {
        return start(Map.of());
    }

    /** @param more settings beside its own */
    public static RunningScribe start(Map<Setting, String> more) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("running-scribe").toRealPath();
        int webPort = FreePorts.any();
        Env env = Env.of(Map.of())
                .with(Setting.SCRIBE_HTTP_PORT, "0")
                .with(Setting.SCRIBE_FETCH_ALLOW, "127.0.0.1:" + webPort)
                .with(Setting.SCRIBE_MAX_UPLOAD_BYTES, Integer.toString(MAX_UPLOAD_BYTES))
                .with(
                        Setting.SCRIBE_SOURCE_DIRS,
                        Files.createDirectory(folder.resolve("recordings")).toString());
        for (Map.Entry<Setting, String> setting : more.entrySet()) {
            env = env.with(setting.getKey(), setting.getValue());
        }
        LocalSettings settings = LocalSettings.of(env, folder, env.text(Setting.WHISPER_MODEL), 0);
        Screen screen = new Screen(System.out, System.err, false);
        Path directory = folder.resolve("serve");
        Env everything = LocalEnv.of(settings, LocalModel.find(settings, screen), directory);
        return new RunningScribe(
                folder, webPort, LocalServer.start(everything, directory, new LocalServer.Ports(0, 0)));
    }

    /** The address of the API. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.apiPort());
    }

    public Api api() {
        return new Api(url());
    }

    public String bootstrapServers() {
        return server.bootstrapServers();
    }

    public String registryUrl() {
        return server.registryUrl().toString();
    }

    /** For records as its flows write them. */
    public Wire wire() {
        return new Wire(new HttpSchemaRegistry(List.of(server.registryUrl())));
    }

    /** The port of this machine that sources may be fetched from; free for a test to serve them. */
    public int webPort() {
        return webPort;
    }

    /** A new key for a client. */
    public String key(String client) {
        Map<String, String> settings =
                Map.of("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers(), "SCHEMA_REGISTRY_URL", registryUrl());
        Said made = Said.by(settings, "keys", "create", "--client", client);
        if (made.exit() != ExitCodes.DONE) {
            throw new AssertionError(made.err());
        }
        return made.out().strip();
    }

    /** The only folder whose files may be a job's source. */
    public Path recordings() {
        return folder.resolve("recordings");
    }

    /** Where files lie that came over HTTP. */
    public Path uploads() {
        return folder.resolve("serve").resolve("uploads");
    }

    public FlowRunner flow(String name) {
        return server.runners().stream()
                .filter(runner -> runner.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    void requireHealthy() {
        server.requireHealthy();
    }

    List<FlowRunner> flows() {
        return server.runners();
    }

    @Override
    public void close() throws IOException {
        server.close();
        Folders.delete(folder);
    }
}
