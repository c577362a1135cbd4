package io.scribestream.testkit;

import static io.scribestream.schemas.Topics.CONTROL;
import static io.scribestream.schemas.Topics.ERROR;

import io.scribestream.runtime.Flow;
import io.scribestream.runtime.Wire;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.JobCommand;
import io.scribestream.schemas.avro.JobFailure;
import java.time.Duration;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** {@code control -> error}; remembers the commands for an hour. */
final class EndedJobsFlow implements Flow {

    static final String STORE = "ended-jobs";

    @Override
    public String name() {
        return "ended-jobs";
    }

    @Override
    public void addTo(StreamsBuilder builder, Wire wire) {
        builder.addStateStore(wire.store(STORE, JobCommand.class));
        wire.out(ERROR, wire.in(builder, CONTROL).processValues(End::new, Named.as("end-job"), STORE));
    }

    private static final class End extends ContextualFixedKeyProcessor<String, JobCommand, JobFailure> {

        @Override
        public void init(FixedKeyProcessorContext<String, JobFailure> context) {
            super.init(context);
            context.schedule(Duration.ofHours(1), PunctuationType.WALL_CLOCK_TIME, now -> forget());
        }

        @Override
        public void process(FixedKeyRecord<String, JobCommand> command) {
            store().put(command.key(), command.value());
            context()
                    .forward(command.withValue(JobFailure.newBuilder()
                            .setJobId(command.key())
                            .setReason(Reason.CANCELLED.code())
                            .build()));
        }

        private void forget() {
            try (KeyValueIterator<String, JobCommand> rows = store().all()) {
                for (KeyValue<String, JobCommand> row : (Iterable<KeyValue<String, JobCommand>>) () -> rows) {
                    store().delete(row.key);
                }
            }
        }

        private KeyValueStore<String, JobCommand> store() {
            return context().getStateStore(STORE);
        }
    }
}
