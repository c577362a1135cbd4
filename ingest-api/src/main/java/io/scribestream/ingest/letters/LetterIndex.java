package io.scribestream.ingest.letters;

import io.scribestream.ingest.letters.DeadLetter.State;
import io.scribestream.runtime.tail.TopicTail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The newest letters in memory, a few hundred bytes each; older ones are forgotten. Thread-safe. */
final class LetterIndex implements TopicTail.Listener {

    private final int kept;
    private final Map<String, DeadLetter> letters = new LinkedHashMap<>();

    /** Ids of letters that hold their job up, oldest first, by job. */
    private final Map<String, Set<String>> blocking = new HashMap<>();

    /** @param kept how many, at most */
    LetterIndex(int kept) {
        this.kept = kept;
    }

    @Override
    public void take(ConsumerRecord<byte[], byte[]> record) {
        if (!LetterRecords.isMark(record)) {
            add(LetterRecords.letter(record));
            return;
        }
        Optional<State> state = LetterRecords.state(record);
        state.ifPresent(became -> mark(LetterRecords.marked(record), became));
    }

    synchronized void add(DeadLetter letter) {
        letters.put(letter.id(), letter);
        String jobId = letter.jobId();
        if (letter.isBlocking() && jobId != null) {
            blocking.computeIfAbsent(jobId, job -> new LinkedHashSet<>()).add(letter.id());
        }
        if (letters.size() > kept) {
            DeadLetter eldest = letters.values().iterator().next();
            letters.remove(eldest.id());
            unblock(eldest);
        }
    }

    /** What became of a letter; one that is forgotten stays so. */
    synchronized void mark(String id, State state) {
        DeadLetter letter = letters.get(id);
        if (letter != null) {
            letters.put(id, letter.in(state));
            unblock(letter);
            notifyAll();
        }
    }

    /** Waits until a letter is not open any more; false if it still is after a while. */
    synchronized boolean awaitSettled(String id, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (find(id).filter(letter -> letter.state() == State.OPEN).isPresent()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    synchronized Optional<DeadLetter> find(String id) {
        return Optional.ofNullable(letters.get(id));
    }

    synchronized List<DeadLetter> newest(int limit) {
        List<DeadLetter> all = new ArrayList<>(letters.values());
        Collections.reverse(all);
        return List.copyOf(all.subList(0, Math.min(limit, all.size())));
    }

    synchronized Optional<DeadLetter> blocking(String jobId) {
        Set<String> ids = blocking.getOrDefault(jobId, Set.of());
        return ids.isEmpty() ? Optional.empty() : find(ids.iterator().next());
    }

    private void unblock(DeadLetter letter) {
        String jobId = letter.jobId();
        Set<String> ids = jobId == null ? null : blocking.get(jobId);
        if (ids != null && ids.remove(letter.id()) && ids.isEmpty()) {
            blocking.remove(jobId);
        }
    }
}
