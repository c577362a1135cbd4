package io.scribestream.chunker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scribestream.chunker.ReleaseOrder.Candidate;
import io.scribestream.schemas.avro.Priority;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ReleaseOrderTest {

    private final ReleaseOrder order = new ReleaseOrder(client -> 1);

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

    /** Jain's index is 1 where all got the same, and 1/n where one got everything. */
    @Property(tries = 100)
    void everyWindowOfFiftyChunksIsSharedEvenlyByClientsOfEqualWeight(
            @ForAll @IntRange(min = 2, max = 20) int clients, @ForAll @IntRange(min = 1, max = 4) int jobsEach) {
        List<Candidate> jobs = jobsOf(clients, jobsEach);
        List<String> served = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            served.add(order.next(jobs).client());
        }
        for (int start = 0; start + 50 <= served.size(); start++) {
            assertThat(jain(served.subList(start, start + 50), clients)).isGreaterThanOrEqualTo(0.95);
        }
    }

    @Property(tries = 100)
    void clientsGetTheirSharesByWeight(
            @ForAll @Size(min = 2, max = 6) List<@IntRange(min = 1, max = 10) Integer> weights) {
        ReleaseOrder weighted = new ReleaseOrder(client -> weights.get(number(client)));
        List<Candidate> jobs = jobsOf(weights.size(), 2);
        int[] got = new int[weights.size()];
        int rounds = 3_000;
        for (int i = 0; i < rounds; i++) {
            got[number(weighted.next(jobs).client())]++;
        }
        double all = weights.stream().mapToInt(Integer::intValue).sum();
        for (int client = 0; client < got.length; client++) {
            double share = weights.get(client) / all * rounds;
            assertThat((double) got[client]).isCloseTo(share, within(0.05 * share));
        }
    }

    /** Whoever comes and goes: where anybody has something to send, somebody sends, and it is one of these. */
    @Property(tries = 100)
    void neverIdlesAndNobodyWaitsForLongWhileOthersComeAndGo(@ForAll Random random) {
        List<Candidate> jobs = jobsOf(8, 1);
        Candidate patient = jobs.get(0);
        int waited = 0;
        for (int i = 0; i < 400; i++) {
            List<Candidate> here = new ArrayList<>(List.of(patient));
            jobs.stream().skip(1).filter(job -> random.nextInt(3) > 0).forEach(here::add);
            Candidate next = order.next(here);
            assertThat(here).contains(next);
            waited = next.equals(patient) ? 0 : waited + 1;
            // Once each for 7 others, and a few of them twice where they owed nothing when they came back.
            assertThat(waited).isLessThanOrEqualTo(2 * 7);
        }
    }

    @Test
    void whoComesNewIsNextHoweverLongTheOthersHaveBeenSending() {
        Candidate lecture = new Candidate("lecture", "a", Priority.HIGH, 36_000);
        for (int i = 0; i < 1_000; i++) {
            order.next(List.of(lecture));
        }
        Candidate memo = new Candidate("memo", "b", Priority.LOW, 10);
        assertThat(order.next(List.of(lecture, memo))).isEqualTo(memo);
        assertThat(order.next(List.of(lecture, memo))).isEqualTo(lecture);
    }

    @Test
    void nobodySavesUpTurnsWhileItHasNothingToSend() {
        Candidate lecture = new Candidate("lecture", "a", Priority.NORMAL, 36_000);
        Candidate memo = new Candidate("memo", "b", Priority.NORMAL, 36_000);
        order.next(List.of(lecture, memo));
        order.next(List.of(lecture, memo));
        for (int i = 0; i < 100; i++) {
            order.next(List.of(lecture));
        }
        long memos = 0;
        for (int i = 0; i < 10; i++) {
            memos += order.next(List.of(lecture, memo)).equals(memo) ? 1 : 0;
        }
        assertThat(memos).isEqualTo(5);
    }

    private static List<Candidate> jobsOf(int clients, int each) {
        List<Candidate> jobs = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            for (int job = 0; job < each; job++) {
                jobs.add(new Candidate(client + "-" + job, "client-" + client, Priority.NORMAL, 100 + job));
            }
        }
        return jobs;
    }

    private static int number(String client) {
        return Integer.parseInt(client.substring("client-".length()));
    }

    private static double jain(List<String> served, int clients) {
        double squares = served.stream()
                .distinct()
                .mapToDouble(client -> Math.pow(Collections.frequency(served, client), 2))
                .sum();
        return Math.pow(served.size(), 2) / (clients * squares);
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
