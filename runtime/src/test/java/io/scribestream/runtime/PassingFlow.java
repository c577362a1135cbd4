package io.scribestream.runtime;

import static io.scribestream.schemas.Topics.CONTROL;

import io.scribestream.schemas.avro.JobCommand;
import java.util.Map;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;

/** {@code control -> control}, with a store that it does not use. */
record PassingFlow(Map<String, Object> properties, boolean isEachInstancesOwn) implements Flow {

    static final String STORE = "unused";

    PassingFlow() {
        this(Map.of());
    }

    PassingFlow(Map<String, Object> properties) {
        this(properties, false);
    }

    @Override
    public String name() {
        return "passing";
    }

    @Override
    public void addTo(StreamsBuilder builder, Wire wire) {
        builder.addStateStore(wire.store(STORE, JobCommand.class));
        wire.out(CONTROL, wire.in(builder, CONTROL).processValues(Pass::new, Named.as("pass"), STORE));
    }

    private static final class Pass extends ContextualFixedKeyProcessor<String, JobCommand, JobCommand> {

        @Override
        public void process(FixedKeyRecord<String, JobCommand> command) {
            context().forward(command);
        }
    }
}
