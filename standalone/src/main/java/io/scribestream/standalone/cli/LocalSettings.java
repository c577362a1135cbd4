package io.scribestream.standalone.cli;

import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import io.scribestream.standalone.DataDirectory;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a command that works on this machine needs to know.
 *
 * @param data root of the data directory
 * @param model path or name, as it was asked for
 * @param threads cores to hear on, at most; 0 for what the settings say
 */
record LocalSettings(Env env, Path data, String model, int threads) {

    static LocalSettings of(Env env, @Nullable Path data, String model, int threads) {
        Path root = data == null ? DataDirectory.defaultRoot(System.getenv()) : data;
        return new LocalSettings(env, root.toAbsolutePath().normalize(), model, threads);
    }

    /** For what is unpacked and found out once: where the operator said, else in the data directory. */
    Path cache() {
        return env.isSet(Setting.SCRIBE_CACHE_DIR) ? env.path(Setting.SCRIBE_CACHE_DIR) : data.resolve("cache");
    }
}
