package io.scribestream.ingest;

import io.scribestream.ingest.BoardFlow.UploadsOver;
import io.scribestream.ingest.events.JobChanges;
import io.scribestream.ingest.state.BoardEntry;
import io.scribestream.ingest.state.BoardRow;
import io.scribestream.ingest.state.BoardText;
import io.scribestream.schemas.avro.Command;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobCommand;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.JobFailure;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Notes on the board what each record says. */
final class Board extends ContextualProcessor<String, SpecificRecord, Void, Void> {

    private static final Duration SWEEP = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofMillis(100);

    private final UploadsOver uploads;
    private final OpenJobs open;
    private final HeardAudio heard;
    private final JobChanges changes;
    private KeyValueStore<String, BoardRow> rows;
    private KeyValueStore<String, BoardText> texts;
    private KeyValueStore<String, Transcript> transcripts;
    private KeyValueStore<String, BoardEntry> times;
    private Cancellable indexing;

    Board(UploadsOver uploads, OpenJobs open, HeardAudio heard, JobChanges changes) {
        this.uploads = uploads;
        this.open = open;
        this.heard = heard;
        this.changes = changes;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        super.init(context);
        rows = context.getStateStore(BoardFlow.ROWS);
        texts = context.getStateStore(BoardFlow.TEXTS);
        transcripts = context.getStateStore(BoardFlow.TRANSCRIPTS);
        times = context.getStateStore(BoardFlow.TIMES);
        context.schedule(SWEEP, PunctuationType.WALL_CLOCK_TIME, this::sweep);
        indexing = context.schedule(SOON, PunctuationType.WALL_CLOCK_TIME, now -> indexAll());
        forEachRow(row -> count(null, Counted.of(row)));
    }

    @Override
    public void close() {
        open.leave(this);
        heard.leave(this);
    }

    @Override
    public void process(Record<String, SpecificRecord> record) {
        String jobId = record.key();
        SpecificRecord value = record.value();
        BoardRow known = rows.get(jobId);
        if (isNoNews(value, known) || (known != null && known.getRemoved()) || isForgotten(record)) {
            return;
        }
        @Nullable Counted counted = known == null ? null : Counted.of(known);
        BoardRow row = known == null ? BoardRows.first(jobId, record.timestamp()) : known;
        if (value instanceof JobCommand) {
            row = remove(row);
        } else {
            List<String> before = known == null ? List.of() : BoardTimes.keys(known);
            note(row, value);
            BoardRows.noteHeard(row, record.timestamp());
            index(row, before);
        }
        row.setUpdatedAt(record.timestamp());
        rows.put(jobId, row);
        count(counted, Counted.of(row));
        changes.changed(jobId);
    }

    /**
     * Of the program itself; or an order to somebody else, and what came of one for a job that never was; or a job whose id
     * was there before it.
     */
    private static boolean isNoNews(SpecificRecord value, @Nullable BoardRow known) {
        if (value instanceof TranscriptionJob) {
            return known != null;
        }
        if (value instanceof JobEvent event) {
            return event.getType() == EventType.BREAKER || (event.getType() == EventType.REFUSED && known == null);
        }
        return value instanceof JobCommand order && order.getCommand() != Command.REMOVE;
    }

    /**
     * Older than anything that is kept here: it would be swept, and what removed it may have left its topic already. Only a
     * board that is made anew from the topics reads such a record.
     */
    private boolean isForgotten(Record<String, SpecificRecord> record) {
        return context().currentSystemTimeMs() - record.timestamp() > BoardFlow.KEPT.toMillis();
    }

    private void note(BoardRow row, SpecificRecord value) {
        if (value instanceof TranscriptionJob job) {
            BoardRows.begin(row, job);
        } else if (value instanceof JobEvent event) {
            note(row, event);
        } else if (value instanceof Transcript transcript) {
            dropTexts(row);
            transcripts.put(row.getJobId(), transcript);
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

    private BoardRow remove(BoardRow row) {
        drop(row);
        return BoardRows.removed(row);
    }

    private void drop(BoardRow row) {
        dropTexts(row);
        dropUpload(row);
        transcripts.delete(row.getJobId());
        BoardTimes.keys(row).forEach(times::delete);
    }

    /** @param before keys under which it stands; a job's first record need not know whose it is */
    private void index(BoardRow row, List<String> before) {
        List<String> now = BoardTimes.keys(row);
        before.stream().filter(key -> !now.contains(key)).forEach(times::delete);
        now.stream()
                .filter(key -> !before.contains(key))
                .forEach(key -> times.put(key, new BoardEntry(row.getJobId())));
    }

    /** Once, for rows that an older version wrote. */
    private void indexAll() {
        indexing.cancel();
        forEachRow(row -> {
            if (!row.getRemoved() && times.get(BoardTimes.keys(row).get(0)) == null) {
                index(row, List.of());
            }
        });
    }

    private void count(@Nullable Counted before, @Nullable Counted after) {
        open.count(this, before, after);
        heard.count(this, before, after);
    }

    private void forEachRow(Consumer<BoardRow> action) {
        try (KeyValueIterator<String, BoardRow> all = rows.all()) {
            all.forEachRemaining(entry -> action.accept(entry.value));
        }
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
            if (now - row.getUpdatedAt() > BoardFlow.KEPT.toMillis()) {
                old.add(row);
            }
        });
        for (BoardRow row : old) {
            drop(row);
            rows.delete(row.getJobId());
            count(Counted.of(row), null);
        }
    }
}
