package io.scribestream.ingest;

import static io.scribestream.schemas.Topics.DONE;
import static io.scribestream.schemas.Topics.ERROR;
import static io.scribestream.schemas.Topics.EVENTS;

import io.scribestream.ingest.events.JobChanges;
import io.scribestream.ingest.state.BoardRow;
import io.scribestream.ingest.state.BoardText;
import io.scribestream.runtime.Flow;
import io.scribestream.runtime.Wire;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.JobFailure;
import io.scribestream.schemas.avro.Transcript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** {@code events, done, error -> job board}: how far each job is, the text so far, and in the end its transcript. */
public final class BoardFlow implements Flow {

    static final String ROWS = "board-rows";
    static final String TEXTS = "board-texts";
    static final String TRANSCRIPTS = "board-transcripts";

    /** As long as the results topic keeps a transcript, so does the board. */
    static final Duration KEPT = DONE.retention();

    private static final Duration SWEEP = Duration.ofHours(1);

    /** Told the name of an upload that no job needs any more; called on a stream thread, possibly again after a crash. */
    public interface UploadsOver {
        void over(String upload);
    }

    private final UploadsOver uploads;
    private final OpenJobs open;
    private final JobChanges changes;

    /**
     * @param open told how many jobs are
     * @param changes told which job has changed, once that can be read
     */
    public BoardFlow(UploadsOver uploads, OpenJobs open, JobChanges changes) {
        this.uploads = uploads;
        this.open = open;
        this.changes = changes;
    }

    @Override
    public String name() {
        return "board";
    }

    @Override
    public void addTo(StreamsBuilder builder, Wire wire) {
        builder.addStateStore(wire.store(ROWS, BoardRow.class));
        builder.addStateStore(wire.store(TEXTS, BoardText.class));
        builder.addStateStore(wire.store(TRANSCRIPTS, Transcript.class));
        KStream<String, SpecificRecord> events =
                wire.in(builder, EVENTS).mapValues(SpecificRecord.class::cast, Named.as("take-events"));
        KStream<String, SpecificRecord> done =
                wire.in(builder, DONE).mapValues(SpecificRecord.class::cast, Named.as("take-done"));
        KStream<String, SpecificRecord> failed =
                wire.in(builder, ERROR).mapValues(SpecificRecord.class::cast, Named.as("take-error"));
        events.merge(done, Named.as("events-and-done"))
                .merge(failed, Named.as("events-and-outcomes"))
                .process(() -> new Board(uploads, open, changes), Named.as("note-on-board"), ROWS, TEXTS, TRANSCRIPTS);
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

    private static final class Board extends ContextualProcessor<String, SpecificRecord, Void, Void> {

        private final UploadsOver uploads;
        private final OpenJobs open;
        private final JobChanges changes;
        private KeyValueStore<String, BoardRow> rows;
        private KeyValueStore<String, BoardText> texts;
        private KeyValueStore<String, Transcript> transcripts;

        Board(UploadsOver uploads, OpenJobs open, JobChanges changes) {
            this.uploads = uploads;
            this.open = open;
            this.changes = changes;
        }

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            super.init(context);
            rows = context.getStateStore(ROWS);
            texts = context.getStateStore(TEXTS);
            transcripts = context.getStateStore(TRANSCRIPTS);
            context.schedule(SWEEP, PunctuationType.WALL_CLOCK_TIME, this::sweep);
            forEachRow(row -> count(row, 1));
        }

        @Override
        public void close() {
            open.leave(this);
        }

        private void count(BoardRow row, int more) {
            if (!BoardRows.isOver(row)) {
                open.count(this, row, more);
            }
        }

        private void forEachRow(Consumer<BoardRow> action) {
            try (KeyValueIterator<String, BoardRow> all = rows.all()) {
                all.forEachRemaining(entry -> action.accept(entry.value));
            }
        }

        @Override
        public void process(Record<String, SpecificRecord> record) {
            String jobId = record.key();
            SpecificRecord value = record.value();
            if (value instanceof JobEvent event && event.getType() == EventType.BREAKER) {
                return; // Of the program itself; there is no job behind it.
            }
            BoardRow known = rows.get(jobId);
            if (known == null && value instanceof JobEvent event && event.getType() == EventType.REFUSED) {
                return; // An order for a job that never was does not make one.
            }
            BoardRow row = known == null ? BoardRows.first(jobId, record.timestamp()) : known;
            if (known != null) {
                count(known, -1);
            }
            if (value instanceof JobEvent event) {
                note(row, event);
            } else if (value instanceof Transcript transcript) {
                dropTexts(row);
                transcripts.put(jobId, transcript);
                BoardRows.complete(row, transcript);
                // With gaps, its owner may want them heard again from the same source.
                if (transcript.getCoverage().getGaps().isEmpty()) {
                    dropUpload(row);
                }
            } else if (value instanceof JobFailure failure) {
                dropTexts(row);
                BoardRows.fail(row, failure);
                dropUpload(row);
            }
            row.setUpdatedAt(record.timestamp());
            rows.put(jobId, row);
            count(row, 1);
            changes.changed(jobId);
        }

        private void note(BoardRow row, JobEvent event) {
            String text = BoardRows.textOf(event);
            // An outcome may be read before the events that led to it: they come from different topics.
            if (!text.isEmpty() && !BoardRows.isOver(row)) {
                texts.put(BoardRows.textKey(row.getJobId(), row.getTexts()), new BoardText(text));
                row.setTexts(row.getTexts() + 1);
            }
            Redrives.note(row, event);
            BoardRows.update(row, event);
        }

        private void dropTexts(BoardRow row) {
            for (int i = 0; i < row.getTexts(); i++) {
                texts.delete(BoardRows.textKey(row.getJobId(), i));
            }
            row.setTexts(0);
        }

        private void dropUpload(BoardRow row) {
            if (!row.getUpload().isEmpty()) {
                uploads.over(row.getUpload());
                row.setUpload("");
            }
        }

        private void sweep(long now) {
            List<BoardRow> old = new ArrayList<>();
            forEachRow(row -> {
                if (now - row.getUpdatedAt() > KEPT.toMillis()) {
                    old.add(row);
                }
            });
            for (BoardRow row : old) {
                dropTexts(row);
                dropUpload(row);
                transcripts.delete(row.getJobId());
                rows.delete(row.getJobId());
                count(row, -1);
            }
        }
    }
}
