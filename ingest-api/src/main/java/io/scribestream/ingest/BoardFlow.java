package io.scribestream.ingest;

import static io.scribestream.schemas.Topics.CONTROL;
import static io.scribestream.schemas.Topics.DONE;
import static io.scribestream.schemas.Topics.ERROR;
import static io.scribestream.schemas.Topics.EVENTS;
import static io.scribestream.schemas.Topics.JOBS;

import io.scribestream.ingest.events.JobChanges;
import io.scribestream.ingest.state.BoardEntry;
import io.scribestream.ingest.state.BoardRow;
import io.scribestream.ingest.state.BoardText;
import io.scribestream.runtime.Flow;
import io.scribestream.runtime.Wire;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/**
 * {@code jobs, events, done, error, control -> job board}: how far each job is, the text so far, and in the end its transcript,
 * until its owner removes it.
 */
public final class BoardFlow implements Flow {

    static final String ROWS = "board-rows";
    static final String TEXTS = "board-texts";
    static final String TRANSCRIPTS = "board-transcripts";
    static final String TIMES = "board-times";

    /** As long as the results topic keeps a transcript, so does the board. */
    static final Duration KEPT = DONE.retention();

    /** Told the name of an upload that no job needs any more; called on a stream thread, possibly again after a crash. */
    public interface UploadsOver {
        void over(String upload);
    }

    private final UploadsOver uploads;
    private final OpenJobs open;
    private final HeardAudio heard;
    private final JobChanges changes;

    /** Where nobody asks how much audio there was. */
    public BoardFlow(UploadsOver uploads, OpenJobs open, JobChanges changes) {
        this(uploads, open, new HeardAudio(Clock.systemUTC()), changes);
    }

    /**
     * @param open told how many jobs are
     * @param heard told how much audio they hold
     * @param changes told which job has changed, once that can be read
     */
    public BoardFlow(UploadsOver uploads, OpenJobs open, HeardAudio heard, JobChanges changes) {
        this.uploads = uploads;
        this.open = open;
        this.heard = heard;
        this.changes = changes;
    }

    @Override
    public String name() {
        return "board";
    }

    /** So that any instance can tell of any job, and hold a stream of its events. */
    @Override
    public boolean isEachInstancesOwn() {
        return true;
    }

    @Override
    public void addTo(StreamsBuilder builder, Wire wire) {
        builder.addStateStore(wire.store(ROWS, BoardRow.class));
        builder.addStateStore(wire.store(TEXTS, BoardText.class));
        builder.addStateStore(wire.store(TRANSCRIPTS, Transcript.class));
        builder.addStateStore(wire.store(TIMES, BoardEntry.class));
        // What is no job is the chunker's to answer.
        KStream<String, SpecificRecord> jobs = wire.inAll(builder, JOBS)
                .filter((id, job) -> job instanceof TranscriptionJob, Named.as("only-jobs"))
                .mapValues(SpecificRecord.class::cast, Named.as("take-jobs"));
        KStream<String, SpecificRecord> events =
                wire.in(builder, EVENTS).mapValues(SpecificRecord.class::cast, Named.as("take-events"));
        KStream<String, SpecificRecord> done =
                wire.in(builder, DONE).mapValues(SpecificRecord.class::cast, Named.as("take-done"));
        KStream<String, SpecificRecord> failed =
                wire.in(builder, ERROR).mapValues(SpecificRecord.class::cast, Named.as("take-error"));
        KStream<String, SpecificRecord> orders =
                wire.in(builder, CONTROL).mapValues(SpecificRecord.class::cast, Named.as("take-control"));
        jobs.merge(events, Named.as("jobs-and-events"))
                .merge(done, Named.as("events-and-done"))
                .merge(failed, Named.as("events-and-outcomes"))
                .merge(orders, Named.as("events-outcomes-and-orders"))
                .process(
                        () -> new Board(uploads, open, heard, changes),
                        Named.as("note-on-board"),
                        ROWS,
                        TEXTS,
                        TRANSCRIPTS,
                        TIMES);
    }

    /** A transcript is one record of its store's changelog, as it is one of its topic. */
    @Override
    public Map<String, Object> properties() {
        return Map.of(
                StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG),
                DONE.maxRecordBytes(),
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                DONE.maxRecordBytes(),
                StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG),
                (long) DONE.maxRecordBytes());
    }
}
