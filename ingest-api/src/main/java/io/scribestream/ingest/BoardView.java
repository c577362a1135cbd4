package io.scribestream.ingest;

import io.scribestream.ingest.state.BoardRow;
import io.scribestream.ingest.state.BoardText;
import io.scribestream.schemas.avro.Transcript;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Questions to the job board. Safe for any thread. */
public final class BoardView {

    /** Gives a store of the running board by its name, each time anew since a rebalance may move it. */
    public interface Stores {
        /** @throws org.apache.kafka.streams.errors.InvalidStateStoreException while the board is not ready */
        <V> ReadOnlyKeyValueStore<String, V> store(String name);
    }

    private final Stores stores;

    public BoardView(Stores stores) {
        this.stores = stores;
    }

    Optional<BoardRow> row(String jobId) {
        return Optional.ofNullable(stores.<BoardRow>store(BoardFlow.ROWS).get(jobId));
    }

    Optional<Transcript> transcript(String jobId) {
        return Optional.ofNullable(
                stores.<Transcript>store(BoardFlow.TRANSCRIPTS).get(jobId));
    }

    /** One of the pieces of the text so far; empty where there is none, or none any more. */
    Optional<String> piece(String jobId, int index) {
        return Optional.ofNullable(stores.<BoardText>store(BoardFlow.TEXTS).get(BoardRows.textKey(jobId, index)))
                .map(BoardText::getText);
    }

    /** The text that is complete from the start of the source on; of a finished job, all of it. */
    String text(BoardRow row) {
        Optional<Transcript> transcript = transcript(row.getJobId());
        if (transcript.isPresent()) {
            return transcript.get().getText();
        }
        ReadOnlyKeyValueStore<String, BoardText> texts = stores.store(BoardFlow.TEXTS);
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < row.getTexts(); i++) {
            BoardText piece = texts.get(BoardRows.textKey(row.getJobId(), i));
            if (piece != null) {
                pieces.add(piece.getText());
            }
        }
        return String.join(" ", pieces);
    }

    /** The newest of the jobs that are wanted, newest first; memory is bounded by the limit, not by the board. */
    List<BoardRow> newest(int limit, Predicate<BoardRow> wanted) {
        Comparator<BoardRow> byAge =
                Comparator.comparingLong(BoardRow::getAcceptedAt).thenComparing(BoardRow::getJobId);
        PriorityQueue<BoardRow> newest = new PriorityQueue<>(byAge);
        try (KeyValueIterator<String, BoardRow> all =
                stores.<BoardRow>store(BoardFlow.ROWS).all()) {
            while (all.hasNext()) {
                KeyValue<String, BoardRow> entry = all.next();
                if (wanted.test(entry.value)) {
                    newest.add(entry.value);
                }
                if (newest.size() > limit) {
                    newest.poll();
                }
            }
        }
        List<BoardRow> rows = new ArrayList<>(newest);
        rows.sort(byAge.reversed());
        return rows;
    }
}
