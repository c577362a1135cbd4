package io.scribestream.transcriber;

import static io.scribestream.schemas.Topics.AUDIO;
import static io.scribestream.schemas.Topics.EVENTS;
import static io.scribestream.schemas.Topics.SEGMENTS;

import io.scribestream.runtime.Flow;
import io.scribestream.runtime.Wire;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.transcriber.engine.Engine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/** {@code audio -> segments, events}; a chunk that can never be heard comes out as a failed one. */
public final class TranscriberFlow implements Flow {

    /** What a record takes besides hearing: reading, writing, a pause of the garbage collector. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    /**
     * For the end of a hop other flows poll more often. Here hearing a record takes longer than a commit interval, so its
     * commit comes at once whatever this is; and idle threads that poll every 10 ms took a tenth of two cores.
     */
    private static final long IDLE_POLL_MS = 100;

    private final ChunkHearing hearing;
    private final InstantSource clock;
    private final int lanes;
    private final Duration longest;

    /** @param deadline for all that is done to hear one chunk */
    public TranscriberFlow(Engine engine, Duration deadline) {
        this(new ChunkHearing(engine, deadline), deadline, engine.lanes(), InstantSource.system());
    }

    TranscriberFlow(ChunkHearing hearing, Duration deadline, int lanes, InstantSource clock) {
        this.hearing = hearing;
        this.clock = clock;
        this.lanes = lanes;
        this.longest = deadline.plus(MARGIN);
    }

    @Override
    public String name() {
        return "transcriber";
    }

    @Override
    public void addTo(StreamsBuilder builder, Wire wire) {
        KStream<String, ChunkTranscript> heard =
                wire.in(builder, AUDIO).process(() -> new HearChunk(hearing), Named.as("hear-chunk"));
        wire.out(SEGMENTS, heard);
        wire.out(
                EVENTS,
                heard.mapValues(chunk -> HeardEvent.of(chunk, clock.instant()), Named.as("say-what-was-heard")));
    }

    /**
     * One thread for each chunk that the engine hears at once. A record is committed as soon as it is done, so a crash
     * costs the chunks being heard and no more; and Kafka waits for a record as long as hearing it may take (Streams'
     * own transaction timeout of 10 s would end the transaction of a slow chunk).
     */
    @Override
    public Map<String, Object> properties() {
        int longestMillis = Math.toIntExact(longest.toMillis());
        return Map.of(
                StreamsConfig.NUM_STREAM_THREADS_CONFIG,
                lanes,
                StreamsConfig.POLL_MS_CONFIG,
                IDLE_POLL_MS,
                StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG,
                1,
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG),
                1,
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG),
                longestMillis,
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                longestMillis);
    }

    /** Ends the calls to the engine, so that a stop does not wait for them; their chunks are heard after a restart. */
    public void stopHearing() {
        hearing.stop();
    }
}
