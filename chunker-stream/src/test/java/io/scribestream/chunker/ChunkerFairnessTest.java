package io.scribestream.chunker;

import static io.scribestream.chunker.ChunkerUnderTest.job;
import static io.scribestream.schemas.avro.EventType.STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.AudioChunk;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whose chunk leaves next, and how many sources are open for that. */
class ChunkerFairnessTest extends ChunkerFlowCase {

    @Test
    void aShortJobDoesNotWaitForALongOneOfAnotherClient() {
        use(ChunkerUnderTest.withWindow(2));
        chunker.submit("long", 500);
        chunker.sources.add("/audio/short", 2);
        chunker.submit(job("short").setClient("other").build());
        for (int heard = 0; heard < 5; heard++) {
            chunker.hearNext();
        }
        assertThat(chunker.indexes("short")).containsExactly(0, 1);
    }

    /** All in flight when the short job comes are heard first, and at most one chunk of each open job leaves before it. */
    @Test
    void aShortJobBehindATenHourOneWaitsForTheChunksInFlightAlone() {
        use(ChunkerUnderTest.withWindow(16));
        chunker.submit("ten-hours", 1_300);
        int inFlight = chunker.unheard().size();
        chunker.sources.add("/audio/short", 1);
        chunker.submit(job("short").setClient("other").build());
        int heard = 0;
        while (chunker.unheard().stream().noneMatch(chunk -> chunk.getJobId().equals("short"))) {
            chunker.hearNext();
            heard++;
        }
        assertThat(heard).isEqualTo(1);
        while (!chunker.unheard().get(0).getJobId().equals("short")) {
            chunker.hearNext();
            heard++;
        }
        assertThat(heard).isEqualTo(inFlight);
    }

    /**
     * Twenty clients with ten jobs each, all there at once, and a restart in the middle: chunks leave so that no client
     * that still has work is further ahead of another than the jobs that are open at once, and nothing leaves twice.
     */
    @Test
    void twoHundredJobsOfTwentyClientsLeaveInTurnsAfterARestartToo() {
        use(ChunkerUnderTest.withWindow(4));
        int chunksEach = 3;
        for (int client = 0; client < 20; client++) {
            for (int number = 0; number < 10; number++) {
                String jobId = "job-" + client + "-" + number;
                chunker.sources.add("/audio/" + jobId, chunksEach);
                chunker.flow.send(
                        Topics.JOBS,
                        jobId,
                        job(jobId).setClient("client-" + client).build());
            }
        }
        chunker.settle();
        List<String> clients = new ArrayList<>();
        Set<String> left = new HashSet<>();
        while (clients.size() < 600) {
            if (clients.size() == 300) {
                List<AudioChunk> out = chunker.unheard();
                chunker = chunker.restarted(4, jobId -> true);
                chunker.settle();
                for (AudioChunk chunk : out) {
                    take(chunk, clients, left);
                    chunker.hear(chunk, "en", 1);
                }
            } else {
                AudioChunk next = chunker.unheard().get(0);
                take(next, clients, left);
                chunker.hear(next, "en", 1);
            }
        }
        for (int seen = 60; seen <= 540; seen += 60) {
            Map<String, Long> counts = clients.subList(0, seen).stream()
                    .collect(Collectors.groupingBy(client -> client, Collectors.counting()));
            assertThat(counts).hasSize(20);
            assertThat(Collections.max(counts.values()) - Collections.min(counts.values()))
                    .isLessThanOrEqualTo(2 * chunksEach);
        }
        assertThat(chunker.hasCursors()).isFalse();
    }

    private static void take(AudioChunk chunk, List<String> clients, Set<String> left) {
        assertThat(left.add(chunk.getJobId() + "/" + chunk.getIndex())).isTrue();
        clients.add(chunk.getClient());
    }

    @Test
    void opensNoMoreSourcesThanItHasPlacesAndStillFinishesAllJobs() {
        use(ChunkerUnderTest.with(4, 2));
        for (int job = 0; job < 6; job++) {
            chunker.submit("job-" + job, 30);
        }
        chunker.hearAll();
        assertThat(chunker.sources.mostOpen).isLessThanOrEqualTo(2);
        assertThat(chunker.ends()).hasSize(6).allSatisfy(end -> assertThat(end.getChunks())
                .isEqualTo(30));
        for (int job = 0; job < 6; job++) {
            assertThat(chunker.indexes("job-" + job)).hasSize(30).isSorted().doesNotHaveDuplicates();
        }
        assertThat(chunker.events(STARTED)).hasSize(6);
    }

    @Test
    void finishesJobsThatWaitedInTheStoreBecauseTooManyCameAtOnce() {
        int jobs = 3 * Backlog.BY_CLIENT;
        for (int job = 0; job < jobs; job++) {
            chunker.sources.add("/audio/job-" + job, 1);
            chunker.flow.send(Topics.JOBS, "job-" + job, job("job-" + job).build());
        }
        chunker.settle();
        chunker.settle();
        assertThat(chunker.ends()).hasSize(jobs);
    }
}
