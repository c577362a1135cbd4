package io.scribestream.chunker;

import io.scribestream.chunker.Cutting.Piece;
import io.scribestream.chunker.ReleaseOrder.Candidate;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What all stream tasks of an instance share: the pool that cuts, the places for open sources, the credits, and the
 * order in which chunks leave. A task asks what it may do and does it itself, on its own thread and in its own
 * transaction. What is held is bounded by the places, not by the number of jobs or their length. Thread-safe.
 */
final class CuttingRoom {

    /** Chunks cut ahead for each open source: one to send and one so that the next does not have to be waited for. */
    static final int LOOK_AHEAD = 2;

    private static final long FIRST_RETRY_MS = 1_000;
    private static final long LONGEST_RETRY_MS = 60_000;

    private final SourceOpener opener;
    private final Executor pool;
    private final int window;
    private final Turns turns;
    private final ReleaseOrder order;
    private final Unheard unheard = new Unheard();
    private final Map<String, Work> works = new LinkedHashMap<>();

    /**
     * @param places sources open at once
     * @param window chunks of all jobs that may be out and not heard
     * @param weights a client's share of the chunks against the others'
     */
    CuttingRoom(SourceOpener opener, Executor pool, int places, int window, ToDoubleFunction<String> weights) {
        this.opener = opener;
        this.pool = pool;
        this.window = window;
        this.turns = new Turns(places);
        this.order = new ReleaseOrder(weights);
    }

    Unheard unheard() {
        return unheard;
    }

    /** A job that has something to cut. */
    synchronized void enter(Work work) {
        works.put(work.jobId, work);
        turns.enter(work.jobId, work.client, work.sent);
    }

    /** The job sends no more, or not from here. */
    synchronized void drop(Work work) {
        close(work);
        works.remove(work.jobId);
        turns.leave(work.jobId);
        order.forget(work.jobId);
        if (works.values().stream().noneMatch(other -> other.client.equals(work.client))) {
            order.forgetClient(work.client);
        }
    }

    /**
     * Something the job needs is not there: its place is free for others, and it is tried again later, each time after
     * twice as long.
     *
     * @return in how many milliseconds
     */
    synchronized long postpone(Work work, long now) {
        close(work);
        long delay = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS << Math.min(work.attempts, 16));
        work.attempts++;
        turns.postpone(work.jobId, now + delay);
        return delay;
    }

    /** Lets jobs change places that are due for it, and says which of the owner's have a place and no source yet. */
    synchronized List<Work> toOpen(Object owner, long now) {
        for (Optional<Turns.Change> change = turns.next(now, this::canClose);
                change.isPresent();
                change = turns.next(now, this::canClose)) {
            change.get().closes().map(works::get).ifPresent(this::close);
        }
        List<Work> toOpen = new ArrayList<>();
        for (Work work : works.values()) {
            if (work.owner == owner && work.cutting == null && turns.isOpen(work.jobId)) {
                toOpen.add(work);
            }
        }
        return toOpen;
    }

    /**
     * Starts cutting on the pool, behind the chunks that were sent already.
     *
     * @param lost chunks among those that have to be sent again
     * @param onlyLost whether there is nothing to send behind those
     */
    synchronized void open(Work work, TranscriptionJob job, Set<Integer> lost, boolean onlyLost) {
        Cutting cutting = new Cutting(TracedSources.of(opener, work.trace), job, work.sent, lost, LOOK_AHEAD, pool);
        if (onlyLost) {
            cutting.endBehindLost();
        }
        work.cutting = cutting;
        cutting.pull();
    }

    synchronized @Nullable Cutting cutting(Work work) {
        return work.cutting;
    }

    /** The owner's jobs whose sources are being cut. */
    synchronized List<Work> cutting(Object owner) {
        return works.values().stream()
                .filter(work -> work.owner == owner && work.cutting != null)
                .toList();
    }

    /** The owner is taken away, with all its jobs and all that it waits for. */
    synchronized void leave(Object owner) {
        works.values().stream().filter(work -> work.owner == owner).toList().forEach(this::drop);
        unheard.leave(owner);
    }

    /** Whether anything of the owner's moves on the pool, so that there may be news soon. */
    synchronized boolean isBusy(Object owner) {
        return works.values().stream()
                .anyMatch(work -> work.owner == owner && work.cutting != null && work.cutting.isRunning());
    }

    /** A job of the owner's that may send its next chunk now. */
    synchronized @Nullable Work release(Object owner) {
        grantCredits();
        for (Work work : works.values()) {
            if (work.released && work.owner == owner) {
                return work;
            }
        }
        return null;
    }

    /**
     * A chunk was sent with the credit that it had been given.
     *
     * @param sent chunks of the job that were sent by now
     */
    synchronized void sent(Work work, int partition, int sent, double secondsLeft, boolean awaitsLanguage) {
        work.released = false;
        work.attempts = 0;
        work.sent = sent;
        work.secondsLeft = secondsLeft;
        work.awaitsLanguage = awaitsLanguage;
        turns.sent(work.jobId);
        unheard.add(work.owner, partition);
    }

    /** The source is open: its length is known, if it says it. */
    synchronized void started(Work work, double secondsLeft) {
        work.secondsLeft = secondsLeft;
    }

    synchronized void languageFound(Work work) {
        work.awaitsLanguage = false;
    }

    private void grantCredits() {
        long granted = works.values().stream().filter(work -> work.released).count();
        for (long free = window - unheard.total() - granted; free > 0; free--) {
            List<Candidate> candidates = candidates();
            if (candidates.isEmpty()) {
                return;
            }
            Work chosen = works.get(order.next(candidates).jobId());
            if (chosen != null) {
                chosen.released = true;
            }
        }
    }

    private List<Candidate> candidates() {
        List<Candidate> candidates = new ArrayList<>();
        for (Work work : works.values()) {
            Piece next = work.cutting == null || work.released || work.awaitsLanguage ? null : work.cutting.peek();
            if (next != null) {
                candidates.add(new Candidate(work.jobId, work.client, work.priority, work.secondsLeft));
            }
        }
        return candidates;
    }

    /** A credit is not taken back, and a job that only has to say its end keeps its place for that moment. */
    private boolean canClose(String jobId) {
        Work work = works.get(jobId);
        return work != null && !work.released && (work.cutting == null || !work.cutting.isOver());
    }

    private void close(Work work) {
        if (work.cutting != null) {
            work.cutting.close();
            work.cutting = null;
        }
        work.released = false;
    }
}
