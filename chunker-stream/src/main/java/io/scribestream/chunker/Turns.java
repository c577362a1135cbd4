package io.scribestream.chunker;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides whose sources are open when more jobs want to be cut than may be open at once. Between clients the one with
 * fewest open sources comes first, then the one that was given a place longest ago; inside a client the job that has
 * sent least (new jobs are short until they prove otherwise). A job whose turn is over makes room for one that waits; it
 * is cut from its start again when it comes back, so each turn is as long as all turns before it: what is cut twice stays
 * less than what is cut. Such turns can become long, so jobs that come back leave one place free: whoever comes new waits
 * for a first turn at most, however many long jobs there are. Not thread-safe.
 */
final class Turns {

    /** Chunks of the first turn: some minutes of speech. */
    static final int FIRST_TURN = 8;

    private final int places;
    private final Map<String, Seat> seats = new LinkedHashMap<>();

    /** Those of the seats that are open: never more than the places. */
    private final List<Seat> open = new ArrayList<>();

    /** When each client that has jobs was last given a place, counted in places given. */
    private final Map<String, Long> served = new HashMap<>();

    private long given;

    private static final class Seat {
        private final String jobId;
        private final String client;
        private int sent;
        private int sentBefore;
        private int passedOver;
        private long notBefore;

        Seat(String jobId, String client, int sent) {
            this.jobId = jobId;
            this.client = client;
            this.sent = sent;
        }

        boolean isOver() {
            return sent - sentBefore >= Math.max(FIRST_TURN, sentBefore);
        }

        boolean isLong() {
            return sent >= FIRST_TURN;
        }

        /** What was sent counts half each time another is preferred, so everybody's turn comes. */
        int rank() {
            return sent >> Math.min(passedOver, 31);
        }
    }

    /** A job that may open its source, and the one that has to close its own for it, if any. */
    record Change(String opens, Optional<String> closes) {}

    Turns(int places) {
        this.places = places;
    }

    /** @param sent chunks that the job has sent already */
    void enter(String jobId, String client, int sent) {
        seats.putIfAbsent(jobId, new Seat(jobId, client, sent));
    }

    void leave(String jobId) {
        Seat seat = seats.remove(jobId);
        open.remove(seat);
        if (seat != null && seats.values().stream().noneMatch(other -> other.client.equals(seat.client))) {
            served.remove(seat.client);
        }
    }

    boolean isOpen(String jobId) {
        Seat seat = seats.get(jobId);
        return seat != null && open.contains(seat);
    }

    void sent(String jobId) {
        Seat seat = seats.get(jobId);
        if (seat != null) {
            seat.sent++;
        }
    }

    /** Gives its place back and asks for none before a time, in milliseconds. */
    void postpone(String jobId, long until) {
        Seat seat = seats.get(jobId);
        if (seat != null) {
            open.remove(seat);
            seat.notBefore = until;
        }
    }

    /**
     * The next change that is due, taken as done.
     *
     * @param now in milliseconds
     * @param canClose which jobs may be closed at this moment
     */
    Optional<Change> next(long now, Predicate<String> canClose) {
        return next(waiting(now).toList(), now, canClose)
                .or(() -> next(waiting(now).filter(seat -> !seat.isLong()).toList(), now, canClose));
    }

    private Optional<Change> next(List<Seat> waiting, long now, Predicate<String> canClose) {
        Seat first = waiting.stream()
                .min(Comparator.<Seat>comparingLong(seat -> openOf(seat.client))
                        .thenComparingLong(seat -> served.getOrDefault(seat.client, 0L))
                        .thenComparingInt(Seat::rank))
                .orElse(null);
        if (first == null) {
            return Optional.empty();
        }
        if (open.size() < places && (!first.isLong() || longOpen() < placesForLong())) {
            return Optional.of(change(first, null, now));
        }
        return open.stream()
                .filter(seat -> canClose.test(seat.jobId))
                .filter(seat -> seat.isOver() || openOf(seat.client) >= openOf(first.client) + 2)
                // one that comes back takes the place of one that may be as long
                .filter(seat -> !first.isLong() || seat.isLong() || longOpen() < placesForLong())
                .max(Comparator.<Seat>comparingLong(seat -> openOf(seat.client)).thenComparingInt(seat -> seat.sent))
                .map(seat -> change(first, seat, now));
    }

    private long longOpen() {
        return open.stream().filter(Seat::isLong).count();
    }

    private int placesForLong() {
        return Math.max(1, places - 1);
    }

    private Change change(Seat opens, @Nullable Seat closes, long now) {
        waiting(now).filter(seat -> seat != opens).forEach(seat -> seat.passedOver++);
        open.add(opens);
        opens.sentBefore = opens.sent;
        opens.passedOver = 0;
        served.put(opens.client, ++given);
        if (closes == null) {
            return new Change(opens.jobId, Optional.empty());
        }
        open.remove(closes);
        return new Change(opens.jobId, Optional.of(closes.jobId));
    }

    private Stream<Seat> waiting(long now) {
        return seats.values().stream().filter(seat -> seat.notBefore <= now && !open.contains(seat));
    }

    private long openOf(String client) {
        return open.stream().filter(seat -> seat.client.equals(client)).count();
    }
}
