package io.scribestream.runtime;

import java.util.Map;
import org.apache.kafka.streams.StreamsBuilder;

/** A stream of the program: it adds its steps to a builder that the runtime made, and names every one of them. */
public interface Flow {

    /** Its name: part of its application id, its log lines and its golden topology file. */
    String name();

    void addTo(StreamsBuilder builder, Wire wire);

    /** Kafka settings that this flow needs beside the runtime's own. */
    default Map<String, Object> properties() {
        return Map.of();
    }
}
