package io.scribestream.chunker;

import io.scribestream.schemas.avro.Priority;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Decides whose chunk leaves next. Between clients: weighted deficit round robin. With every chunk that leaves, each
 * client that has something to send is owed its share by weight; who is owed most sends, and pays a whole chunk. So a
 * client with many jobs gets no more than one with a single job, and none that has something to send is ever more than
 * a few chunks behind its share. (A chunk costs the engine about the same however long it is, since Whisper looks at 30 s
 * in any case: so chunks are counted, not seconds.) Inside a client: the job with the least left to send; each time a
 * job is passed over what it has left counts half, so it waits for a few turns at most. Not thread-safe.
 */
final class ReleaseOrder {

    private final ToDoubleFunction<String> weights;

    /** Chunks that each client is owed, below zero where it went ahead; the one served longest ago comes first. */
    private final Map<String, Double> owed = new LinkedHashMap<>();

    private final Map<String, Integer> passedOver = new HashMap<>();

    /**
     * A job whose next chunk could leave.
     *
     * @param secondsLeft how much of its source is still to be sent, as far as is known
     */
    record Candidate(String jobId, String client, Priority priority, double secondsLeft) {}

    /** @param weights a client's share against the others', above zero; asked each time */
    ReleaseOrder(ToDoubleFunction<String> weights) {
        this.weights = weights;
    }

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
        Candidate chosen = firsts.get(served(firsts.keySet()));
        if (chosen == null) {
            throw new IllegalStateException("nobody to be served among " + candidates);
        }
        age(candidates, chosen);
        return chosen;
    }

    /** Forgets a job that sends no more. */
    void forget(String jobId) {
        passedOver.remove(jobId);
    }

    /** Forgets a client whose last job sends no more, and what it is owed or owes. */
    void forgetClient(String client) {
        owed.remove(client);
    }

    private String served(Set<String> clients) {
        welcome(clients);
        // Nobody saves up while it has nothing to send; but who went ahead is still ahead when it is back.
        owed.replaceAll((client, chunks) -> clients.contains(client) ? chunks : Math.min(chunks, 0));
        double all = clients.stream().mapToDouble(weights).sum();
        for (String client : clients) {
            owed.merge(client, weights.applyAsDouble(client) / all, Double::sum);
        }
        String most = null;
        double mostOwed = Double.NEGATIVE_INFINITY;
        for (Map.Entry<String, Double> entry : owed.entrySet()) {
            if (clients.contains(entry.getKey()) && entry.getValue() > mostOwed) {
                most = entry.getKey();
                mostOwed = entry.getValue();
            }
        }
        if (most == null) {
            throw new IllegalArgumentException("no candidate");
        }
        owed.remove(most);
        owed.put(most, mostOwed - 1);
        return most;
    }

    /** Clients that come new go before those that are owed as much. */
    private void welcome(Set<String> clients) {
        Map<String, Double> known = new LinkedHashMap<>(owed);
        owed.clear();
        for (String client : clients) {
            if (!known.containsKey(client)) {
                owed.put(client, 0.0);
            }
        }
        owed.putAll(known);
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
