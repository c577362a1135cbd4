package io.scribestream.ingest;

import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import java.time.Duration;

/**
 * What a client must not keep waiting.
 *
 * @param silence longest time without a byte, and for the head of a connection's first request
 * @param bytesPerSecond least that a body has to come with, once it has come for as long as that
 * @param connections that are open at once; others wait until one of them is closed
 */
public record HttpLimits(Duration silence, long bytesPerSecond, int connections) {

    /** @throws io.scribestream.runtime.ConfigException naming the setting that is wrong */
    public static HttpLimits from(Env env) {
        return new HttpLimits(
                env.duration(Setting.SCRIBE_HTTP_SILENCE, Duration.ofSeconds(1), Duration.ofMinutes(10)),
                env.bytes(Setting.SCRIBE_HTTP_LEAST_RATE),
                env.integer(Setting.SCRIBE_HTTP_CONNECTIONS, 10, 100_000));
    }
}
