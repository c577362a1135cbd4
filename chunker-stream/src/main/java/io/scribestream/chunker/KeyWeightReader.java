package io.scribestream.chunker;

import io.scribestream.runtime.Flow;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.Wire;
import io.scribestream.runtime.tail.TopicTail;
import io.scribestream.runtime.tail.ValueListener;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.ClientKey;
import org.jspecify.annotations.Nullable;

/** {@code keys -> weights}: the whole topic, and then what is added; no job waits for it. */
final class KeyWeightReader {

    private final KeyWeights weights;

    KeyWeightReader(KeyWeights weights) {
        this.weights = weights;
    }

    /** Reads from now on, until it is closed. */
    static Flow.Companion start(KeyWeights weights, Wire wire, RuntimeConfig config) {
        return TopicTail.follow(
                "key-weights",
                Topics.KEYS.name(),
                config,
                new ValueListener<>(wire.serde(Topics.KEYS).deserializer(), new KeyWeightReader(weights)::take));
    }

    void take(String keyId, @Nullable ClientKey key, long at) {
        if (key == null || !key.getKeyId().equals(keyId)) {
            weights.remove(keyId);
        } else {
            weights.put(key);
        }
    }
}
