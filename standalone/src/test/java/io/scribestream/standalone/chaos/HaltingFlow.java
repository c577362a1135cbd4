package io.scribestream.standalone.chaos;

import io.scribestream.runtime.Flow;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.Wire;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;

/** A flow of the product as it is, with places to halt at around its steps and its transactions. */
record HaltingFlow(Flow flow) implements Flow {

    @Override
    public String name() {
        return flow.name();
    }

    @Override
    public void addTo(StreamsBuilder builder, Wire wire) {
        flow.addTo(builder, wire);
    }

    @Override
    public Companion companion(Wire wire, RuntimeConfig config) {
        return flow.companion(wire, config);
    }

    @Override
    public Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>(flow.properties());
        properties.put(StreamsConfig.DEFAULT_CLIENT_SUPPLIER_CONFIG, HaltingClients.class.getName());
        properties.put(StreamsConfig.PROCESSOR_WRAPPER_CLASS_CONFIG, HaltingProcessors.class.getName());
        return properties;
    }
}
