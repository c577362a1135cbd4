package io.scribestream.chunker;

import io.scribestream.runtime.Flow;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.Wire;
import java.util.Map;

/** What a chunker knows of its clients' weights, for tests elsewhere. */
public final class FollowedWeights implements AutoCloseable {

    private final KeyWeights weights = new KeyWeights(new ClientWeights(Map.of()));
    private final Flow.Companion reader;

    public FollowedWeights(Wire wire, RuntimeConfig config) {
        reader = KeyWeightReader.start(weights, wire, config);
    }

    public double of(String client) {
        return weights.applyAsDouble(client);
    }

    @Override
    public void close() {
        reader.close();
    }
}
