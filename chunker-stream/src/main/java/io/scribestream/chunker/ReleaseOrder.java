package io.scribestream.chunker;

import io.scribestream.schemas.avro.Priority;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Decides whose chunk leaves next. Between clients: one after the other, so a client with many jobs gets no more than one
 * with a single job. (A chunk costs the engine about the same however long it is, since Whisper looks at 30 s in any
 * case: so chunks are counted, not seconds.) Inside a client: the job with the least left to send; each time a job is
 * passed over what it has left counts half, so it waits for a few turns at most. Not thread-safe.
 */
final class ReleaseOrder {

    /** Clients that have something to send; the first is served next. */
    private final Set<String> round = new LinkedHashSet<>();

    private final Map<String, Integer> passedOver = new HashMap<>();

    /**
     * A job whose next chunk could leave.
     *
     * @param secondsLeft how much of its source is still to be sent, as far as is known
     */
    record Candidate(String jobId, String client, Priority priority, double secondsLeft) {}

    /**
     * The job whose chunk leaves; it is taken as sent.
     *
     * @param candidates at least one; no job twice
     */
    Candidate next(Collection<Candidate> candidates) {
        Map<String, Candidate> firsts = new LinkedHashMap<>();
        for (Candidate candidate : candidates) {
            firsts.merge(candidate.client(), candidate, (a, b) -> rank(b) < rank(a) ? b : a);
        }
        round.retainAll(firsts.keySet());
        round.addAll(firsts.keySet());
        String client = round.iterator().next();
        round.remove(client);
        round.add(client);
        Candidate chosen = firsts.get(client);
        if (chosen == null) {
            throw new IllegalStateException("no candidate of " + client);
        }
        age(candidates, chosen);
        return chosen;
    }

    /** Forgets a job that sends no more. */
    void forget(String jobId) {
        passedOver.remove(jobId);
    }

    private void age(Collection<Candidate> candidates, Candidate chosen) {
        for (Candidate other : candidates) {
            if (other.client().equals(chosen.client())) {
                passedOver.merge(other.jobId(), 1, Integer::sum);
            }
        }
        passedOver.remove(chosen.jobId());
    }

    private double rank(Candidate job) {
        int halvings = Math.min(passedOver.getOrDefault(job.jobId(), 0), 60);
        return Math.max(1, job.secondsLeft()) / weight(job.priority()) / (1L << halvings);
    }

    private static int weight(Priority priority) {
        return switch (priority) {
            case LOW -> 1;
            case NORMAL -> 2;
            case HIGH -> 4;
        };
    }
}
