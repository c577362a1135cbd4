package io.scribestream.chunker;

import static io.scribestream.schemas.Topics.AUDIO;
import static io.scribestream.schemas.Topics.CONTROL;
import static io.scribestream.schemas.Topics.EVENTS;
import static io.scribestream.schemas.Topics.JOBS;
import static io.scribestream.schemas.Topics.SEGMENTS;

import io.scribestream.chunker.fetch.FetchRoom;
import io.scribestream.chunker.state.Cursor;
import io.scribestream.chunker.state.KnownJob;
import io.scribestream.runtime.Flow;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.Wire;
import io.scribestream.schemas.Topic;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.AudioChunk;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.JobEvent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * {@code jobs, control, segments -> audio, segments, events, dead-letters}: sources are cut into chunks, which leave as
 * fast as chunks are heard; behind the last one goes the end of the source. Results on {@code segments} give credits back
 * and vote for the language; the ends on it are the chunker's own.
 */
final class ChunkerFlow implements Flow {

    private final CuttingRoom room;
    private final FetchRoom fetches;
    private final KeyWeights weights;
    private final AudioSpread spread;
    private final Predicate<String> admitted;
    private final JobDeadline deadline;

    /**
     * @param room shared by all tasks of the flow
     * @param fetches shared by them, too
     * @param weights kept as the topic of keys says
     * @param admitted ids of the jobs that this process works on; others stay as they are in the store
     * @param deadline when jobs are given up
     */
    ChunkerFlow(
            CuttingRoom room, FetchRoom fetches, KeyWeights weights, Predicate<String> admitted, JobDeadline deadline) {
        this.room = room;
        this.fetches = fetches;
        this.weights = weights;
        this.spread = new AudioSpread(room.unheard());
        this.admitted = admitted;
        this.deadline = deadline;
    }

    @Override
    public String name() {
        return "chunker";
    }

    @Override
    public void addTo(StreamsBuilder builder, Wire wire) {
        KStream<String, Object> all = wire.inAll(builder, JOBS)
                .merge(in(builder, wire, CONTROL), Named.as("join-control"))
                .merge(in(builder, wire, SEGMENTS), Named.as("join-segments"));
        KStream<String, Object> sent = all.process(new Jobs(wire), Named.as("cut-jobs"));
        wire.out(AUDIO, only(AudioChunk.class, sent, "chunks"), spread);
        wire.out(SEGMENTS, only(ChunkTranscript.class, sent, "ends"));
        wire.out(EVENTS, only(JobEvent.class, sent, "events"));
        only(byte[].class, sent, "dead-letters")
                .to(
                        Topics.DEAD_LETTERS,
                        Produced.with(Serdes.String(), Serdes.ByteArray()).withName("to-dead-letters"));
    }

    @Override
    public Companion companion(Wire wire, RuntimeConfig config) {
        return KeyWeightReader.start(weights, wire, config);
    }

    private static <V extends SpecificRecord> KStream<String, Object> in(
            StreamsBuilder builder, Wire wire, Topic<V> topic) {
        String name = topic.name().substring(topic.name().lastIndexOf('.') + 1);
        return wire.in(builder, topic).mapValues(Object.class::cast, Named.as("take-" + name));
    }

    private static <V> KStream<String, V> only(Class<V> type, KStream<String, Object> all, String name) {
        return all.filter((key, value) -> type.isInstance(value), Named.as("only-" + name))
                .mapValues(type::cast, Named.as("as-" + name));
    }

    /** Brings the stores along with the step that alone uses them. */
    private final class Jobs implements ProcessorSupplier<String, Object, String, Object> {

        private final Wire wire;

        Jobs(Wire wire) {
            this.wire = wire;
        }

        @Override
        public Processor<String, Object, String, Object> get() {
            return new JobProcessor(wire, room, fetches, spread, admitted, deadline);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            // In this order, so that the described topology is always the same.
            return new LinkedHashSet<>(List.of(
                    wire.store(Ledger.CURSORS, Cursor.class),
                    wire.store(Ledger.KNOWN, KnownJob.class),
                    wire.store(Ledger.GAPPED, Cursor.class)));
        }
    }
}
