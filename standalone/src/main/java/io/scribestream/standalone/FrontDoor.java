package io.scribestream.standalone;

import io.scribestream.ingest.LimitRoutes;
import io.scribestream.ingest.RouteSet;
import io.scribestream.ingest.limits.LimitConfig;
import io.scribestream.ingest.limits.LocalLimiter;
import io.scribestream.ingest.limits.RateLimiter;
import io.scribestream.ingest.limits.RedisLimiter;
import io.scribestream.ingest.limits.RedisLimiter.Timing;
import io.scribestream.runtime.BreakerEvents;
import io.scribestream.runtime.Component;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.GuardConfig;
import io.scribestream.runtime.Guards;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.Wire;
import java.net.URI;
import java.time.Clock;
import java.util.List;

/**
 * What stands before the API: how much a client may.
 *
 * @param routes in the order in which a request meets them
 * @param components whose health counts
 */
record FrontDoor(List<RouteSet> routes, List<Component> components) {

    /**
     * @param parts gets what has to be closed
     * @throws io.scribestream.runtime.ConfigException naming the setting that is wrong
     */
    static FrontDoor open(Env env, Wire wire, RuntimeConfig config, Parts parts) {
        LimitConfig limits = LimitConfig.from(env, false);
        RateLimiter limiter = parts.add(limiter(limits, env, wire, config, parts));
        LimitRoutes limiting = new LimitRoutes(limiter, limits, LimitRoutes.Clients.ONE, Clock.systemUTC());
        return new FrontDoor(List.of(limiting), List.of(limiter));
    }

    private static RateLimiter limiter(LimitConfig limits, Env env, Wire wire, RuntimeConfig config, Parts parts) {
        URI redis = limits.redis();
        if (redis == null || !limits.on()) {
            return new LocalLimiter(LimitConfig.KEPT);
        }
        GuardConfig guarding = GuardConfig.from(env);
        Guards guards = new Guards(guarding);
        parts.add(BreakerEvents.follow(guards, RedisLimiter.BREAKER, wire, config));
        return RedisLimiter.start(redis, guards, config.instanceId(), LimitConfig.KEPT, Timing.after(guarding.open()));
    }
}
