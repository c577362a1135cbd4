package io.scribestream.runtime;

import java.util.Map;
import org.apache.kafka.streams.StreamsBuilder;

/** A stream of the program: it adds its steps to a builder that the runtime made, and names every one of them. */
public interface Flow {

    /** Its name: part of its application id, its log lines and its golden topology file. */
    String name();

    void addTo(StreamsBuilder builder, Wire wire);

    /**
     * Whether each instance runs all of it for itself, in a consumer group of its own, and not its share beside the
     * others. Only for a flow that writes to no topic.
     */
    default boolean isEachInstancesOwn() {
        return false;
    }

    /**
     * What works beside the stream threads, from the start of the flow to its end.
     *
     * @return to be closed after the threads have ended; it works already
     */
    default Companion companion(Wire wire, RuntimeConfig config) {
        return () -> {};
    }

    /** Kafka settings that this flow needs beside the runtime's own. */
    default Map<String, Object> properties() {
        return Map.of();
    }

    /** Works beside a flow; its close does not throw. */
    @FunctionalInterface
    interface Companion extends AutoCloseable {
        @Override
        void close();
    }
}
