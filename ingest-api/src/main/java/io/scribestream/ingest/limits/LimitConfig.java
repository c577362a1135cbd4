package io.scribestream.ingest.limits;

import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is limited, and where it is counted.
 *
 * @param redis null to count in this process
 * @param windows those of every class, for a client of which nothing else is said
 * @param waitingJobs jobs without an outcome that such a client may have
 * @param audioMinutes that the jobs of such a client may hold in any day, as a window of minutes
 */
public record LimitConfig(
        boolean on,
        @Nullable URI redis,
        Map<EndpointClass, List<Window>> windows,
        int waitingJobs,
        Window audioMinutes) {

    /** What the limit of waiting jobs is called where a client has its own. */
    public static final String WAITING_JOBS = "waiting-jobs";

    /** What the limit of minutes of audio is called where a client has its own. */
    public static final String AUDIO_MINUTES_DAY = "audio-minutes-day";

    /** The longest window there is. */
    public static final Duration KEPT = Duration.ofDays(1);

    private static final int MOST = 1_000_000;

    /** Nobody is limited. */
    public static final LimitConfig OFF = new LimitConfig(false, null, Map.of(), MOST, new Window("day", KEPT, MOST));

    private enum Choice {
        AUTO,
        ON,
        OFF
    }

    public LimitConfig {
        windows = Map.copyOf(windows);
    }

    /**
     * @param keys whether clients need keys
     * @throws ConfigException naming the setting that is wrong
     */
    public static LimitConfig from(Env env, boolean keys) {
        Optional<URI> redis = env.optionalText(Setting.SCRIBE_REDIS_URL).map(LimitConfig::redis);
        boolean on =
                switch (env.choice(Setting.SCRIBE_LIMITS, Choice.class)) {
                    case AUTO -> keys || redis.isPresent();
                    case ON -> true;
                    case OFF -> false;
                };
        Map<EndpointClass, List<Window>> windows = new EnumMap<>(EndpointClass.class);
        windows.put(
                EndpointClass.TRANSCRIBE,
                windows(env, Setting.SCRIBE_LIMIT_TRANSCRIBE_HOUR, Setting.SCRIBE_LIMIT_TRANSCRIBE_DAY));
        windows.put(
                EndpointClass.STATUS, windows(env, Setting.SCRIBE_LIMIT_STATUS_HOUR, Setting.SCRIBE_LIMIT_STATUS_DAY));
        windows.put(
                EndpointClass.RESULT, windows(env, Setting.SCRIBE_LIMIT_RESULT_HOUR, Setting.SCRIBE_LIMIT_RESULT_DAY));
        return new LimitConfig(
                on,
                redis.orElse(null),
                windows,
                env.integer(Setting.SCRIBE_LIMIT_WAITING_JOBS, 1, MOST),
                new Window("day", KEPT, env.integer(Setting.SCRIBE_LIMIT_AUDIO_MINUTES_DAY, 1, MOST)));
    }

    public List<Window> windows(EndpointClass endpoints) {
        return windows.getOrDefault(endpoints, List.of());
    }

    private static List<Window> windows(Env env, Setting hour, Setting day) {
        return List.of(
                new Window("hour", Duration.ofHours(1), env.integer(hour, 1, MOST)),
                new Window("day", KEPT, env.integer(day, 1, MOST)));
    }

    /** What it says is not told again: there may be a password in it. */
    private static URI redis(String text) {
        try {
            URI uri = new URI(text);
            boolean redis = "redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme());
            if (redis
                    && uri.getHost() != null
                    && uri.getPort() > 0
                    && uri.getPath().matches("(/\\d{0,4})?")) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw noRedis();
        }
        throw noRedis();
    }

    private static ConfigException noRedis() {
        return new ConfigException(Setting.SCRIBE_REDIS_URL + " has to be an address such as redis://127.0.0.1:6379 or"
                + " rediss://user:password@host:6380/0");
    }
}
