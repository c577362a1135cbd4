package io.scribestream.chunker;

import io.scribestream.schemas.avro.Priority;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Decides whose chunk leaves next. Between clients: deficit round robin, counted in seconds of audio (Shreedhar and
 * Varghese, 1995), so a client with many jobs gets no more than one with a single job. Inside a client: the job with the
 * least left to send; each time a job is passed over what it has left counts half, so it waits for a few turns at most.
 * Not thread-safe.
 */
final class ReleaseOrder {

    /** Seconds that a client may send each time round: the longest chunk, so that nobody has to wait two rounds. */
    static final double QUANTUM = 30;

    /** In the order of the round; the first is being served. A client with nothing to send has no place and no debts. */
    private final Map<String, Double> credit = new LinkedHashMap<>();

    private final Map<String, Integer> passedOver = new HashMap<>();

    /**
     * A job whose next chunk could leave.
     *
     * @param secondsLeft how much of its source is still to be sent, as far as is known
     * @param seconds length of its next chunk
     */
    record Candidate(String jobId, String client, Priority priority, double secondsLeft, double seconds) {}

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
        credit.keySet().retainAll(firsts.keySet());
        firsts.keySet().forEach(client -> credit.putIfAbsent(client, QUANTUM));
        String client = serve(firsts);
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

    private String serve(Map<String, Candidate> firsts) {
        while (true) {
            Map.Entry<String, Double> head = credit.entrySet().iterator().next();
            String client = head.getKey();
            Candidate first = firsts.get(client);
            double cost = first == null ? 0 : first.seconds();
            if (head.getValue() >= cost) {
                head.setValue(head.getValue() - cost);
                return client;
            }
            double topped = head.getValue() + QUANTUM;
            credit.remove(client);
            credit.put(client, topped);
        }
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
