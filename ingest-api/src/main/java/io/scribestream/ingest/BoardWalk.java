package io.scribestream.ingest;

import io.scribestream.ingest.BoardView.Asked;
import io.scribestream.ingest.state.BoardEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Walks along one list of the board's index, in order over all partitions; reads no more than it is asked for. */
final class BoardWalk implements Iterator<KeyValue<String, BoardEntry>>, AutoCloseable {

    private final List<KeyValueIterator<String, BoardEntry>> all = new ArrayList<>();

    private final PriorityQueue<KeyValueIterator<String, BoardEntry>> byNext =
            new PriorityQueue<>(Comparator.comparing(KeyValueIterator::peekNextKey));

    static BoardWalk over(List<ReadOnlyKeyValueStore<String, BoardEntry>> parts, Asked asked) {
        String from = asked.after().isEmpty()
                ? BoardTimes.first(asked.list(), asked.until())
                : BoardTimes.behind(asked.list(), asked.after());
        String to = BoardTimes.last(asked.list(), asked.since());
        BoardWalk walk = new BoardWalk();
        try {
            if (from.compareTo(to) <= 0) {
                parts.forEach(part -> walk.add(part.range(from, to)));
            }
            return walk;
        } catch (RuntimeException e) {
            walk.close();
            throw e;
        }
    }

    private void add(KeyValueIterator<String, BoardEntry> part) {
        all.add(part);
        if (part.hasNext()) {
            byNext.add(part);
        }
    }

    @Override
    public boolean hasNext() {
        return !byNext.isEmpty();
    }

    @Override
    public KeyValue<String, BoardEntry> next() {
        KeyValueIterator<String, BoardEntry> part = byNext.poll();
        if (part == null) {
            throw new NoSuchElementException("the list has ended");
        }
        KeyValue<String, BoardEntry> entry = part.next();
        if (part.hasNext()) {
            byNext.add(part);
        }
        return entry;
    }

    @Override
    public void close() {
        all.forEach(KeyValueIterator::close);
    }
}
