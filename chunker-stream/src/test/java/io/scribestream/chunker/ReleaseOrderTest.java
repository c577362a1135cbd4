package io.scribestream.chunker;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.chunker.ReleaseOrder.Candidate;
import io.scribestream.schemas.avro.Priority;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReleaseOrderTest {

    private final ReleaseOrder order = new ReleaseOrder();

    @Property(tries = 200)
    void servesEveryClientOnceInEachRound(@ForAll("jobs") List<Candidate> jobs) {
        long clients = jobs.stream().map(Candidate::client).distinct().count();
        for (int round = 0; round < 5; round++) {
            List<String> served = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                served.add(order.next(jobs).client());
            }
            assertThat(served).doesNotHaveDuplicates();
        }
    }

    @Property(tries = 200)
    void leavesNoJobWaitingForEverEvenWhereShorterOnesNeverEnd(
            @ForAll("jobs") List<Candidate> jobs, @ForAll @IntRange(min = 0, max = 1_000_000) int secondsLeft) {
        Candidate long1 = new Candidate("long", "a", Priority.LOW, secondsLeft);
        List<Candidate> all = new ArrayList<>(jobs);
        all.add(long1);
        int waited = 0;
        while (!order.next(all).equals(long1)) {
            waited++;
            // 22 halvings of a million seconds, for each job of at most 5 clients and 12 jobs
            assertThat(waited).isLessThan(5 * 12 * 25);
        }
    }

    @Test
    void sendsTheShortestJobOfAClientFirst() {
        Candidate lecture = new Candidate("lecture", "a", Priority.NORMAL, 36_000);
        Candidate memo = new Candidate("memo", "a", Priority.NORMAL, 30);
        assertThat(order.next(List.of(lecture, memo))).isEqualTo(memo);
    }

    @Test
    void aHighPriorityIsWorthFourTimesALowOne() {
        Candidate low = new Candidate("low", "a", Priority.LOW, 100);
        Candidate high = new Candidate("high", "a", Priority.HIGH, 390);
        assertThat(order.next(List.of(low, high))).isEqualTo(high);
    }

    @Test
    void aClientWithManyJobsGetsNoMoreThanOneWithASingleJob() {
        List<Candidate> jobs = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            jobs.add(new Candidate("crowd-" + i, "crowd", Priority.HIGH, 10));
        }
        jobs.add(new Candidate("single", "other", Priority.LOW, 36_000));
        long single = 0;
        for (int i = 0; i < 100; i++) {
            single += order.next(jobs).jobId().equals("single") ? 1 : 0;
        }
        assertThat(single).isEqualTo(50);
    }

    @Provide
    Arbitrary<List<Candidate>> jobs() {
        Arbitrary<Candidate> job = Combinators.combine(
                        Arbitraries.strings().withCharRange('a', 'e').ofLength(1),
                        Arbitraries.of(Priority.class),
                        Arbitraries.doubles().between(0, 100_000))
                .as((client, priority, left) -> new Candidate("", client, priority, left));
        return job.list().ofMinSize(1).ofMaxSize(12).map(ReleaseOrderTest::named);
    }

    private static List<Candidate> named(List<Candidate> jobs) {
        List<Candidate> named = new ArrayList<>();
        for (Candidate job : jobs) {
            named.add(new Candidate("job-" + named.size(), job.client(), job.priority(), job.secondsLeft()));
        }
        return named;
    }
}
