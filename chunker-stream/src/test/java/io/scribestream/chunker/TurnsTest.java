package io.scribestream.chunker;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.chunker.Turns.Change;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final Set<String> open = new LinkedHashSet<>();

    private void change(Turns turns) {
        for (Optional<Change> change = turns.next(0, job -> true);
                change.isPresent();
                change = turns.next(0, job -> true)) {
            change.get().closes().ifPresent(open::remove);
            open.add(change.get().opens());
        }
    }

    @Property(tries = 100)
    void everyJobIsFinishedAndNoneIsCutManyTimes(
            @ForAll @IntRange(min = 1, max = 4) int places,
            @ForAll @IntRange(min = 1, max = 12) int jobs,
            @ForAll @IntRange(min = 1, max = 200) int chunks,
            @ForAll @IntRange(min = 1, max = 3) int clients) {
        Turns turns = new Turns(places);
        Map<String, Integer> sent = new HashMap<>();
        for (int job = 0; job < jobs; job++) {
            turns.enter("job-" + job, "client-" + job % clients, 0);
            sent.put("job-" + job, 0);
        }
        int steps = 0;
        while (!sent.isEmpty()) {
            change(turns);
            // One place may be kept for whoever comes new.
            assertThat(open)
                    .hasSizeBetween(Math.min(Math.max(1, places - 1), sent.size()), Math.min(places, sent.size()));
            for (String job : Set.copyOf(open)) {
                turns.sent(job);
                if (sent.merge(job, 1, Integer::sum) == chunks) {
                    turns.leave(job);
                    sent.remove(job);
                    open.remove(job);
                }
            }
            assertThat(++steps).isLessThanOrEqualTo(jobs * chunks);
        }
    }

    @Test
    void aTurnIsAsLongAsAllTurnsBefore() {
        Turns turns = new Turns(1);
        turns.enter("a", "client", 0);
        turns.enter("b", "client", 0);
        StringBuilder order = new StringBuilder();
        for (int i = 0; i < 64; i++) {
            change(turns);
            String job = open.iterator().next();
            turns.sent(job);
            order.append(job);
        }
        assertThat(order.toString())
                .isEqualTo("a".repeat(8)
                        + "b".repeat(8)
                        + "a".repeat(8)
                        + "b".repeat(8)
                        + "a".repeat(16)
                        + "b".repeat(16));
    }

    @Test
    void aClientWithoutAnOpenSourceGetsAPlaceAtOnceFromOneThatHasSeveral() {
        Turns turns = new Turns(2);
        turns.enter("a1", "a", 0);
        turns.enter("a2", "a", 0);
        change(turns);
        turns.enter("b1", "b", 0);
        change(turns);
        assertThat(open).hasSize(2).contains("b1");
    }

    @Test
    void aNewJobTakesThePlaceOfOneWhoseTurnIsOver() {
        Turns turns = new Turns(1);
        turns.enter("long", "a", 0);
        change(turns);
        for (int i = 0; i < 500; i++) {
            turns.sent("long");
        }
        turns.enter("new", "a", 0);
        change(turns);
        assertThat(open).containsExactly("new");
    }

    @Test
    void aJobThatWasPassedOverComesBackAlthoughNewOnesNeverEnd() {
        Turns turns = new Turns(1);
        turns.enter("long", "a", 1_000);
        int others = 0;
        while (!turns.isOpen("long")) {
            turns.enter("new-" + others, "a", 0);
            change(turns);
            open.stream().filter(job -> job.startsWith("new")).forEach(turns::leave);
            assertThat(++others).isLessThan(20);
        }
    }

    @Test
    void aPostponedJobAsksForNoPlaceBeforeItsTime() {
        Turns turns = new Turns(1);
        turns.enter("a", "client", 0);
        change(turns);
        turns.postpone("a", 1_000);
        assertThat(turns.next(999, job -> true)).isEmpty();
        assertThat(turns.next(1_000, job -> true)).map(Change::opens).contains("a");
    }

    @Test
    void clientsAreGivenPlacesOneAfterTheOtherHoweverManyJobsEachHas() {
        Turns turns = new Turns(2);
        for (int client = 0; client < 5; client++) {
            for (int job = 0; job < 10; job++) {
                turns.enter(client + "-" + job, "client-" + client, 0);
            }
        }
        StringBuilder clients = new StringBuilder();
        while (clients.length() < 15) {
            for (Optional<Change> change = turns.next(0, job -> false);
                    change.isPresent();
                    change = turns.next(0, job -> false)) {
                clients.append(change.get().opens().charAt(0));
                open.add(change.get().opens());
            }
            open.forEach(turns::leave);
            open.clear();
        }
        assertThat(clients.toString()).startsWith("012340123401234");
    }

    /** Jobs of four clients that each have run for hours, and a short one of a fifth. */
    @Test
    void whoComesNewFindsAPlaceBesideLongJobs() {
        Turns turns = new Turns(4);
        for (int client = 0; client < 4; client++) {
            turns.enter("long-" + client, "client-" + client, 1_000);
        }
        change(turns);
        assertThat(open).hasSize(3);
        turns.enter("memo", "client-4", 0);
        change(turns);
        assertThat(open).hasSize(4).contains("memo");
        turns.leave("memo");
        open.remove("memo");
        change(turns);
        assertThat(open).hasSize(3);
    }
}
