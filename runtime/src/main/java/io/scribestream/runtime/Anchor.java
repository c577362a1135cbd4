package io.scribestream.runtime;

import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * A store that holds nothing, for a flow that has no other. It makes Kafka Streams keep in the state folder what this
 * process calls itself, so that its transactions have the same names after a restart: the next process ends at its start
 * what a killed one left open. Without it they have new names each time, and all readers of a topic wait for the old
 * transaction until it times out, half a minute later.
 */
public final class Anchor implements StateStore {

    public static final String NAME = "anchor";

    private boolean open;

    private Anchor() {}

    /** Adds no topic, and nothing to memory or disk. */
    public static StoreBuilder<Anchor> store() {
        return new Builder();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> {});
        open = true;
    }

    @Override
    public void close() {
        open = false;
    }

    /** It is what this store is for: to be looked at when Kafka Streams asks whether there is anything to keep. */
    @Override
    public boolean persistent() {
        return true;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    private static final class Builder implements StoreBuilder<Anchor> {

        @Override
        public StoreBuilder<Anchor> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<Anchor> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<Anchor> withLoggingEnabled(Map<String, String> config) {
            throw new UnsupportedOperationException("there is nothing to log");
        }

        @Override
        public StoreBuilder<Anchor> withLoggingDisabled() {
            return this;
        }

        @Override
        public Anchor build() {
            return new Anchor();
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }

        @Override
        public String name() {
            return NAME;
        }
    }
}
