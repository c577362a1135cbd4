package io.scribestream.notifier;

import io.scribestream.notifier.state.Endpoint;
import io.scribestream.runtime.BreakerSet;
import io.scribestream.runtime.BreakerState;
import java.net.URI;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How the endpoints stand that are not there, as breakers: {@code webhook anna example.org}, without the path, which may hold
 * a secret. What endpoints answer decides on them alone: an operator who knows better sends a webhook again by hand. The
 * stream threads tell; anybody may ask.
 */
final class EndpointBreakers implements BreakerSet {

    private final Map<String, Endpoint> failing = new ConcurrentHashMap<>();
    private final InstantSource clock;

    EndpointBreakers(InstantSource clock) {
        this.clock = clock;
    }

    /** @param key client and address of the endpoint */
    void tell(String key, Endpoint endpoint) {
        if (endpoint.getFailures() > 0 || endpoint.getGone()) {
            failing.put(key, endpoint);
        } else {
            failing.remove(key);
        }
    }

    /** Of an endpoint for which nothing waits any more, or that another instance asks from now on. */
    void forget(String key) {
        failing.remove(key);
    }

    @Override
    public List<Standing> standings() {
        long now = clock.millis();
        return failing.entrySet().stream()
                .map(each -> new Standing(
                        name(each.getKey()),
                        each.getValue().getGone() || each.getValue().getNextAt() > now
                                ? BreakerState.OPEN
                                : BreakerState.HALF_OPEN,
                        false,
                        each.getValue().getFailures()))
                .sorted(Comparator.comparing(Standing::name))
                .toList();
    }

    /** Nothing: no call of this process alone stands behind them. */
    @Override
    public void forceOpen(String name) {}

    @Override
    public void reset(String name) {}

    private static String name(String key) {
        int space = key.lastIndexOf(' ');
        URI asked = URI.create(key.substring(space + 1));
        String port = asked.getPort() < 0 ? "" : ":" + asked.getPort();
        return "webhook " + key.substring(0, space) + " " + asked.getHost() + port;
    }
}
