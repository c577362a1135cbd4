package io.scribestream.notifier;

import io.scribestream.notifier.state.Endpoint;
import io.scribestream.runtime.BreakerSet;
import io.scribestream.runtime.BreakerState;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints for which something waits, as breakers: {@code webhook anna example.org}, without the path, which may hold a
 * secret; so one order is about all paths of a client on a host. The stream threads tell how they stand, which lies in their
 * stores, and ask what was ordered; anybody may ask and order.
 */
final class EndpointBreakers implements BreakerSet {

    private static final String KIND = "webhook ";

    private final Map<String, Endpoint> known = new ConcurrentHashMap<>();
    private final Set<String> forcedOpen = ConcurrentHashMap.newKeySet();
    private final Map<String, Instant> resets = new ConcurrentHashMap<>();
    private final InstantSource clock;

    EndpointBreakers(InstantSource clock) {
        this.clock = clock;
    }

    /** @param key client and address of the endpoint */
    void tell(String key, Endpoint endpoint) {
        known.put(key, endpoint);
    }

    /** Of an endpoint for which nothing waits any more, or that another instance asks from now on. */
    void forget(String key) {
        known.remove(key);
    }

    /** Whether an operator wants nothing sent there. */
    boolean isForcedOpen(String key) {
        return !forcedOpen.isEmpty() && forcedOpen.contains(name(key));
    }

    /** Whether an operator wants forgotten all that it failed at. */
    boolean isForgiven(String key) {
        @Nullable Endpoint endpoint = resets.isEmpty() ? null : known.get(key);
        if (endpoint == null || !isFailing(endpoint)) {
            return false;
        }
        @Nullable Instant ordered = resets.get(name(key));
        return ordered != null && endpoint.getFailedAt() <= ordered.toEpochMilli();
    }

    /** Those that are not there, and those that were ordered to be open. */
    @Override
    public List<Standing> standings() {
        return known.entrySet().stream()
                .filter(each -> isFailing(each.getValue()) || isForcedOpen(each.getKey()))
                .map(each -> standing(each.getKey(), each.getValue()))
                .sorted(Comparator.comparing(Standing::name))
                .toList();
    }

    @Override
    public void forceOpen(String name) {
        if (name.startsWith(KIND)) {
            forcedOpen.add(name);
        }
    }

    @Override
    public void reset(String name, Instant ordered) {
        forcedOpen.remove(name);
        if (name.startsWith(KIND)) {
            resets.put(name, ordered);
        }
    }

    private Standing standing(String key, Endpoint endpoint) {
        boolean forced = isForcedOpen(key);
        boolean open = forced || endpoint.getGone() || endpoint.getNextAt() > clock.millis();
        return new Standing(
                name(key), open ? BreakerState.OPEN : BreakerState.HALF_OPEN, forced, endpoint.getFailures());
    }

    private static boolean isFailing(Endpoint endpoint) {
        return endpoint.getFailures() > 0 || endpoint.getGone();
    }

    private static String name(String key) {
        int space = key.lastIndexOf(' ');
        URI asked = URI.create(key.substring(space + 1));
        String port = asked.getPort() < 0 ? "" : ":" + asked.getPort();
        return KIND + key.substring(0, space) + " " + asked.getHost() + port;
    }
}
