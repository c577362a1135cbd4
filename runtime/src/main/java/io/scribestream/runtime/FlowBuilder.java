package io.scribestream.runtime;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;

/** Makes the topology of a flow; the one place where a {@link StreamsBuilder} is born. */
public final class FlowBuilder {

    /**
     * The topology of a flow, with every store, changelog and repartition topic named by the flow itself: a name that
     * Kafka numbers would move when a step is added, and leave the state of a running program behind.
     *
     * @param settings of Kafka Streams; with an application id and bootstrap servers
     * @throws org.apache.kafka.streams.errors.TopologyException if something has no name
     */
    public static Topology topology(Flow flow, Wire wire, Map<String, Object> settings) {
        Map<String, Object> strict = new HashMap<>(settings);
        strict.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        // The rule bites only where the builder itself knows it.
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(strict)));
        flow.addTo(builder, wire);
        return builder.build();
    }

    private FlowBuilder() {}
}
