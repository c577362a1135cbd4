package io.scribestream.runtime.watch;

import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;

/**
 * Where a process tells how it is, beside what else it listens on.
 *
 * @param port 0 for nowhere
 */
public record WatchConfig(String host, int port) {

    private static final int MOST = 65_535;

    /** @throws io.scribestream.runtime.ConfigException naming the setting that is wrong */
    public static WatchConfig from(Env env) {
        return new WatchConfig(env.text(Setting.SCRIBE_HEALTH_HOST), env.integer(Setting.SCRIBE_HEALTH_PORT, 0, MOST));
    }

    public boolean on() {
        return port > 0;
    }
}
