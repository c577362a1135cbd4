package io.scribestream.ingest;

import io.scribestream.ingest.state.BoardEntry;
import io.scribestream.ingest.state.BoardRow;
import io.scribestream.ingest.state.BoardText;
import io.scribestream.schemas.avro.Transcript;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Questions to the job board. Safe for any thread. */
public final class BoardView {

    /** Gives a store of the running board by its name, each time anew since a rebalance may move it. */
    public interface Stores {
        /** @throws org.apache.kafka.streams.errors.InvalidStateStoreException while the board is not ready */
        <V> ReadOnlyKeyValueStore<String, V> store(String name);

        /** The same store by its partitions: only within one of them are keys in order. */
        default <V> List<ReadOnlyKeyValueStore<String, V>> parts(String name) {
            return List.of(store(name));
        }
    }

    private static final int MOST_LOOKED_AT = 5_000;

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
        return transcript(row.getJobId()).map(Transcript::getText).orElseGet(() -> textSoFar(row));
    }

    /** Of a job that has no transcript yet. */
    String textSoFar(BoardRow row) {
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

    /**
     * The jobs of a list, the newest first.
     *
     * @param list one of {@link BoardTimes}
     * @param since in milliseconds since 1970, as is until, which is not within
     * @param after place behind which it goes on; empty for the first page
     */
    record Asked(String list, long since, long until, String after, int limit) {}

    /** @param next place at which to go on; empty where there is no more */
    record Page(List<BoardRow> rows, String next) {}

    /** A page may have fewer jobs than asked for, even none, and still not be the last: it looks at so many at most. */
    Page page(Asked asked, Predicate<BoardRow> wanted) {
        ReadOnlyKeyValueStore<String, BoardRow> byId = stores.store(BoardFlow.ROWS);
        List<BoardRow> rows = new ArrayList<>();
        try (BoardWalk walk = BoardWalk.over(stores.parts(BoardFlow.TIMES), asked)) {
            String at = "";
            for (int looked = 0; rows.size() < asked.limit() && looked < MOST_LOOKED_AT && walk.hasNext(); looked++) {
                KeyValue<String, BoardEntry> entry = walk.next();
                at = entry.key;
                BoardRow row = byId.get(entry.value.getJobId());
                if (row != null && wanted.test(row)) {
                    rows.add(row);
                }
            }
            return new Page(rows, walk.hasNext() ? BoardTimes.place(asked.list(), at) : "");
        }
    }
}
