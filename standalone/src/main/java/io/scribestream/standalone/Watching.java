package io.scribestream.standalone;

import io.scribestream.runtime.BreakerSet;
import io.scribestream.runtime.Component;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.FlowRunner;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.Setting;
import io.scribestream.runtime.Wire;
import io.scribestream.runtime.operate.BreakerReporter;
import io.scribestream.runtime.operate.Operations;
import io.scribestream.runtime.operate.OrderReader;
import io.scribestream.runtime.watch.Watch;
import io.scribestream.runtime.watch.WatchConfig;
import io.scribestream.runtime.watch.WatchServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a process of the program tells of itself to those who run it. */
public final class Watching {

    /** @param service what it calls itself; the flows and the others stay the caller's */
    static Watch of(String service, Env env, Wire wire, List<FlowRunner> flows, List<? extends Component> others) {
        List<Path> folders = List.of(
                env.path(Setting.SCRIBE_STATE_DIR),
                env.path(Setting.SCRIBE_UPLOAD_DIR),
                env.path(Setting.SCRIBE_SPOOL_DIR));
        return new Watch(service, version(), RuntimeConfig.from(env), wire, flows, others, folders);
    }

    /** A port for it, where the settings name one. */
    static Optional<WatchServer> serve(Watch watch, Env env) {
        WatchConfig config = WatchConfig.from(env);
        return config.on() ? Optional.of(WatchServer.start(watch, config.host(), config.port())) : Optional.empty();
    }

    /**
     * A role that has no other port: takes orders of operators, and tells about its flow where the settings name a port for
     * that.
     *
     * @return what has to be closed
     */
    public static AutoCloseable role(Env env, Wire wire, FlowRunner flow, List<? extends BreakerSet> breakers) {
        Parts parts = new Parts();
        RuntimeConfig config = RuntimeConfig.from(env);
        Operations operations = new Operations(List.of(flow), breakers);
        parts.add(OrderReader.start(operations, wire, config));
        parts.add(BreakerReporter.start(process(flow.name(), config), operations, wire, config));
        if (WatchConfig.from(env).on()) {
            Watch watch = parts.add(of("scribestream-" + flow.name(), env, wire, List.of(flow), List.of()));
            serve(watch, env).ifPresent(parts::add);
        }
        return parts;
    }

    /** What a process is called among all of them. */
    static String process(String role, RuntimeConfig config) {
        return role + "/" + config.instanceId();
    }

    /** From the jar's manifest. */
    public static String version() {
        @Nullable String version = Watching.class.getPackage().getImplementationVersion();
        return version == null ? "(from classes)" : version;
    }

    private Watching() {}
}
