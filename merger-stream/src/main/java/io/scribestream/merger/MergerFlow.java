package io.scribestream.merger;

import io.scribestream.merger.state.JobSummary;
import io.scribestream.runtime.Flow;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.Wire;
import io.scribestream.schemas.Topic;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.JobFailure;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/**
 * {@code segments -> done, error, events}: one outcome for every job, once the end of its source and all its chunks are
 * in; until then the text so far. The only writer of outcomes.
 */
public final class MergerFlow implements Flow {

    static final String SUMMARIES = "merger-summaries";

    private final CancelOrders orders = new CancelOrders();
    private final Predicate<TranscriptionJob> cancelled;

    public MergerFlow() {
        this.cancelled = orders;
    }

    /** @param cancelled whether somebody has ordered a job to be cancelled by now */
    MergerFlow(Predicate<TranscriptionJob> cancelled) {
        this.cancelled = cancelled;
    }

    @Override
    public String name() {
        return "merger";
    }

    @Override
    public void addTo(StreamsBuilder builder, Wire wire) {
        builder.addStateStore(wire.store(MergerRows.NAME, ChunkTranscript.class));
        builder.addStateStore(wire.store(SUMMARIES, JobSummary.class));
        KStream<String, SpecificRecord> said = wire.in(builder, Topics.SEGMENTS)
                .process(() -> new MergerProcessor(cancelled), Named.as("merge-chunks"), MergerRows.NAME, SUMMARIES);
        send(said, Topics.DONE, Transcript.class, "pick-transcripts", wire);
        send(said, Topics.ERROR, JobFailure.class, "pick-failures", wire);
        send(said, Topics.EVENTS, JobEvent.class, "pick-events", wire);
    }

    @Override
    public Companion companion(Wire wire, RuntimeConfig config) {
        return orders.start(wire, config);
    }

    /**
     * A transcript is one record, whatever the length of its source. The producer's limits count bytes before
     * compression; its memory is taken only when it is needed.
     */
    @Override
    public Map<String, Object> properties() {
        return Map.of(
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                Topic.MAX_TRANSCRIPT_BYTES,
                StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG),
                (long) Topic.MAX_TRANSCRIPT_BYTES);
    }

    private static <V extends SpecificRecord> void send(
            KStream<String, SpecificRecord> said, Topic<V> topic, Class<V> type, String step, Wire wire) {
        wire.out(
                topic,
                said.flatMapValues(
                        value -> type.isInstance(value) ? List.of(type.cast(value)) : List.<V>of(), Named.as(step)));
    }
}
