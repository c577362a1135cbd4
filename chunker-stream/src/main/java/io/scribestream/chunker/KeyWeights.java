package io.scribestream.chunker;

import io.scribestream.runtime.ClientWeight;
import io.scribestream.schemas.avro.ClientKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What clients weigh: what the settings say of a client, else the largest weight among its good keys, else 1. Thread-safe;
 * what is said of a key holds from the next chunk on.
 */
final class KeyWeights implements ToDoubleFunction<String> {

    private final ClientWeights settings;
    private final Map<String, ClientKey> keys = new HashMap<>();

    /** By client; replaced as a whole. */
    private volatile Map<String, Double> weights = Map.of();

    KeyWeights(ClientWeights settings) {
        this.settings = settings;
    }

    @Override
    public double applyAsDouble(String client) {
        Double set = settings.byClient().get(client);
        return set == null ? weights.getOrDefault(client, ClientWeight.USUAL) : set;
    }

    /** The newest that is said of a key. */
    synchronized void put(ClientKey key) {
        boolean counts =
                ClientWeight.isOne(key.getWeight()) && !key.getRevokedAt().isAfter(Instant.EPOCH);
        if (counts) {
            keys.put(key.getKeyId(), key);
        } else {
            keys.remove(key.getKeyId());
        }
        weigh();
    }

    synchronized void remove(String keyId) {
        keys.remove(keyId);
        weigh();
    }

    private void weigh() {
        Map<String, Double> all = new HashMap<>();
        keys.values().forEach(key -> all.merge(key.getClient(), key.getWeight(), Math::max));
        weights = Map.copyOf(all);
    }
}
