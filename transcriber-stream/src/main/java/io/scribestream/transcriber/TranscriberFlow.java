package io.scribestream.transcriber;

import static io.scribestream.schemas.Topics.AUDIO;
import static io.scribestream.schemas.Topics.EVENTS;
import static io.scribestream.schemas.Topics.SEGMENTS;

import io.scribestream.runtime.BreakerEvents;
import io.scribestream.runtime.Flow;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.Wire;
import io.scribestream.transcriber.ended.OutcomeReader;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/** {@code audio -> segments, events}; a chunk that can never be heard comes out as a failed one. */
public final class TranscriberFlow implements Flow {

    /** What a record takes besides: retries, reading, writing, a pause of the garbage collector. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    /**
     * For the end of a hop other flows poll more often. Here hearing a record takes longer than a commit interval, so its
     * commit comes at once whatever this is; and idle threads that poll every 10 ms took a tenth of two cores.
     */
    private static final long IDLE_POLL_MS = 100;

    private final ChunkHearing hearing;
    private final EngineRoom room;
    private final InstantSource clock;

    TranscriberFlow(EngineRoom room, InstantSource clock) {
        this.hearing = new ChunkHearing(room);
        this.room = room;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "transcriber";
    }

    @Override
    public void addTo(StreamsBuilder builder, Wire wire) {
        KStream<String, Hearing> heard =
                wire.in(builder, AUDIO).process(() -> new HearChunk(hearing), Named.as("hear-chunk"));
        wire.out(SEGMENTS, heard.mapValues(Hearing::transcript, Named.as("take-transcript")));
        wire.out(
                EVENTS,
                heard.mapValues(hearing -> HeardEvent.of(hearing, clock.instant()), Named.as("say-what-was-heard")));
    }

    /** Learns which jobs are over, and says what becomes of the engine's breaker. */
    @Override
    public Companion companion(Wire wire, RuntimeConfig config) {
        BreakerEvents events = BreakerEvents.follow(room.guards(), EngineRoom.BREAKER, wire, config);
        Companion outcomes = OutcomeReader.start(room.ended(), config);
        return () -> {
            outcomes.close();
            events.close();
        };
    }

    /**
     * One thread for each chunk that the engine hears at once. A record is committed as soon as it is done, so a crash
     * costs the chunks being heard and no more; and Kafka waits for a thread to poll again as long as a chunk may take.
     * No transaction is open meanwhile: it begins with the first record that is sent, when the chunk has been heard. So
     * its time limit stays that of the other flows, and what a killed process left open is over soon.
     */
    @Override
    public Map<String, Object> properties() {
        return Map.of(
                StreamsConfig.NUM_STREAM_THREADS_CONFIG,
                room.engine().lanes(),
                StreamsConfig.POLL_MS_CONFIG,
                IDLE_POLL_MS,
                StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG,
                1,
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG),
                1,
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG),
                Math.toIntExact(room.longest().plus(MARGIN).toMillis()));
    }

    /** Ends the calls to the engine, so that a stop does not wait for them; their chunks are heard after a restart. */
    public void stopHearing() {
        hearing.stop();
    }
}
