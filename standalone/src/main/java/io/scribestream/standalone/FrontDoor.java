package io.scribestream.standalone;

import io.scribestream.ingest.AccessRoutes;
import io.scribestream.ingest.Allowances;
import io.scribestream.ingest.Cors;
import io.scribestream.ingest.HeardAudio;
import io.scribestream.ingest.KeyRoutes;
import io.scribestream.ingest.LimitRoutes;
import io.scribestream.ingest.OpenJobs;
import io.scribestream.ingest.PageRoutes;
import io.scribestream.ingest.RouteSet;
import io.scribestream.ingest.SecurityHeaders;
import io.scribestream.ingest.WebhookRoutes;
import io.scribestream.ingest.access.AccessConfig;
import io.scribestream.ingest.access.Credentials;
import io.scribestream.ingest.access.JwtConfig;
import io.scribestream.ingest.access.JwtCredentials;
import io.scribestream.ingest.limits.LimitConfig;
import io.scribestream.ingest.limits.LocalLimiter;
import io.scribestream.ingest.limits.RateLimiter;
import io.scribestream.ingest.limits.RedisLimiter;
import io.scribestream.ingest.limits.RedisLimiter.Timing;
import io.scribestream.ingest.webhooks.KafkaWebhooks;
import io.scribestream.runtime.BreakerEvents;
import io.scribestream.runtime.Component;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.GuardConfig;
import io.scribestream.runtime.Guards;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.Setting;
import io.scribestream.runtime.Wire;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands before the API: who may, and how much.
 *
 * @param routes in the order in which a request meets them
 * @param components whose health counts
 * @param allowances what clients may have besides their requests
 */
record FrontDoor(List<RouteSet> routes, List<Component> components, Allowances allowances) {

    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);

    /**
     * @param guards of what it depends on
     * @param open the jobs that the board counts
     * @param heard the audio that it counts
     * @param parts gets what has to be closed
     * @throws io.scribestream.runtime.ConfigException naming the setting that is wrong
     * @throws io.scribestream.runtime.EnvironmentException if the keys cannot be read
     */
    static FrontDoor open(
            Env env, Wire wire, RuntimeConfig config, Guards guards, OpenJobs open, HeardAudio heard, Parts parts) {
        AccessConfig access = AccessConfig.from(env);
        LimitConfig limits = LimitConfig.from(env, access.on());
        KeyRoom keys = parts.add(KeyRoom.open(config, wire));
        if (access.on() && keys.keys().all().isEmpty()) {
            LOG.warn("every request needs a key, and there is none yet; 'scribe keys create' makes one");
        } else if (!access.on()) {
            LOG.atInfo()
                    .addKeyValue("address", env.text(Setting.SCRIBE_HTTP_HOST))
                    .log("nobody is asked for a key");
        }
        List<Credentials> credentials = new ArrayList<>(List.of(keys.directory()));
        JwtConfig.from(env).ifPresent(tokens -> credentials.add(new JwtCredentials(tokens, Clock.systemUTC())));
        AccessRoutes asking = new AccessRoutes(access, credentials);
        RateLimiter limiter = parts.add(limiter(limits, env, guards, wire, config, parts));
        Allowances allowances = new Allowances(limits, open, heard, Clock.systemUTC());
        LimitRoutes limiting = new LimitRoutes(limiter, limits, allowances, asking, Clock.systemUTC());
        return new FrontDoor(
                List.of(
                        new SecurityHeaders(),
                        Cors.from(env),
                        asking,
                        limiting,
                        new KeyRoutes(keys.keys()),
                        new WebhookRoutes(new KafkaWebhooks(config, wire, Clock.systemUTC())),
                        new PageRoutes(env.bytes(Setting.SCRIBE_MAX_UPLOAD_BYTES))),
                List.of(keys.reader(), limiter),
                allowances);
    }

    private static RateLimiter limiter(
            LimitConfig limits, Env env, Guards guards, Wire wire, RuntimeConfig config, Parts parts) {
        URI redis = limits.redis();
        if (redis == null || !limits.on()) {
            return new LocalLimiter(LimitConfig.KEPT);
        }
        GuardConfig guarding = GuardConfig.from(env);
        parts.add(BreakerEvents.follow(guards, RedisLimiter.BREAKER, wire, config));
        return RedisLimiter.start(redis, guards, config.instanceId(), LimitConfig.KEPT, Timing.after(guarding.open()));
    }
}
