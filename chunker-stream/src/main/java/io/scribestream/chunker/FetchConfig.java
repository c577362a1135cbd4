package io.scribestream.chunker;

import io.scribestream.chunker.fetch.page.PageConfig;
import io.scribestream.chunker.fetch.s3.S3Config;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import io.scribestream.runtime.web.AddressGuard;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How sources that lie elsewhere are fetched.
 *
 * @param spool folder for them, of this instance alone
 * @param threads sources fetched at once
 * @param allowed servers that may be asked although they are not on the public internet, as {@code host:port}
 * @param timeout longest time for one source
 * @param patience how long a source may fail to come
 * @param s3 how objects are asked for
 * @param pages what fetches the recordings that pages show
 */
record FetchConfig(
        Path spool,
        int threads,
        List<String> allowed,
        Duration timeout,
        Duration patience,
        S3Config s3,
        PageConfig pages) {

    FetchConfig {
        allowed = List.copyOf(allowed);
    }

    static FetchConfig from(Env env) {
        String instance = env.optionalText(Setting.SCRIBE_INSTANCE_ID).orElse("local");
        return new FetchConfig(
                env.path(Setting.SCRIBE_SPOOL_DIR).resolve(instance),
                env.integer(Setting.SCRIBE_FETCHERS, 1, 1_000),
                AddressGuard.allowed(env, Setting.SCRIBE_FETCH_ALLOW),
                env.duration(Setting.SCRIBE_FETCH_TIMEOUT),
                env.duration(Setting.SCRIBE_FETCH_PATIENCE),
                S3Config.from(env),
                PageConfig.from(env));
    }
}
