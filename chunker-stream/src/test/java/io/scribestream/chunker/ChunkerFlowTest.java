package io.scribestream.chunker;

import static io.scribestream.chunker.ChunkerUnderTest.job;
import static io.scribestream.schemas.avro.EventType.ACCEPTED;
import static io.scribestream.schemas.avro.EventType.CUT;
import static io.scribestream.schemas.avro.EventType.DECODED;
import static io.scribestream.schemas.avro.EventType.LANGUAGE;
import static io.scribestream.schemas.avro.EventType.RECOVERED;
import static io.scribestream.schemas.avro.EventType.REFUSED;
import static io.scribestream.schemas.avro.EventType.STARTED;
import static io.scribestream.schemas.avro.EventType.WAITING;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.AudioChunk;
import io.scribestream.schemas.avro.Command;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceEnd;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.TranscriptionJob;
import io.scribestream.testkit.GoldenTopology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChunkerFlowTest {

    private static final byte[] GARBAGE = {7, 7, 7, 7, 7, 7};

    private ChunkerUnderTest chunker = ChunkerUnderTest.withWindow(100);

    @AfterEach
    void closesAllSources() {
        chunker.close();
        chunker.pool.drain();
        assertThat(chunker.sources.open).as("sources left open").isZero();
    }

    private void use(ChunkerUnderTest other) {
        chunker.close();
        chunker = other;
    }

    @Test
    void keepsTheNamesOfItsStepsStoresAndTopics() {
        GoldenTopology.check(new ChunkerFlow(
                new CuttingRoom(chunker.sources, chunker.pool, 4, 16, client -> 1),
                chunker.fetches,
                new KeyWeights(new ClientWeights(Map.of())),
                jobId -> true,
                ChunkerUnderTest.DEADLINE));
    }

    @Test
    void sendsAllChunksInOrderThenTheEndOnceAndForgetsTheJobWhenAllAreHeard() {
        // When
        chunker.submit("job-1", 5);
        chunker.hearAll();
        // Then
        assertThat(chunker.indexes("job-1")).containsExactly(0, 1, 2, 3, 4);
        SourceEnd end = chunker.onlyEnd();
        assertThat(end.getChunks()).isEqualTo(5);
        assertThat(end.getSamples()).isEqualTo(5L * FakeSources.SECOND);
        assertThat(end.getLanguage()).isEqualTo("en");
        assertThat(end.getFailure()).isNull();
        assertThat(chunker.hasCursors()).isFalse();
        assertThat(chunker.eventTypes()).containsExactly(ACCEPTED, STARTED, DECODED, CUT);
        assertThat(chunker.events(ACCEPTED).get(0).getDetails()).containsEntry("name", "job-1");
    }

    @Test
    void sendsWhatTheTranscriberNeedsWithEveryChunk() {
        chunker.submit("job-1", 2);
        AudioChunk second = chunker.chunks().get(1);
        assertThat(second.getLanguage()).isEqualTo("en");
        assertThat(second.getSourceSeconds()).isEqualTo(2);
        assertThat(second.getSpans()).singleElement().satisfies(span -> {
            assertThat(span.getSourceStart()).isEqualTo(FakeSources.SECOND);
            assertThat(span.getLength()).isEqualTo(FakeSources.SECOND);
        });
        assertThat(chunker.flow.receivedRecords(Topics.AUDIO).get(1).key()).isEqualTo("job-1/1");
    }

    @Test
    void endsASourceWithoutSpeechWithNoChunk() {
        chunker.submit("job-1", 0);
        assertThat(chunker.onlyEnd().getChunks()).isZero();
        assertThat(chunker.hasCursors()).isFalse();
    }

    @Test
    void neverHasMoreChunksOutThanTheWindowAndFillsItUpAgain() {
        use(ChunkerUnderTest.withWindow(3));
        chunker.submit("job-1", 7);
        chunker.submit("job-2", 7);
        while (!chunker.unheard().isEmpty()) {
            int left = 14 - chunker.chunks().size();
            assertThat(chunker.unheard())
                    .hasSize(Math.min(3, left + chunker.unheard().size()));
            assertThat(chunker.unheard()).hasSizeLessThanOrEqualTo(3);
            chunker.hearNext();
        }
        assertThat(chunker.ends()).hasSize(2);
    }

    @Test
    void cutsOnlyAFewChunksAheadOfTheWindow() {
        use(ChunkerUnderTest.withWindow(3));
        chunker.submit("job-1", 1_000);
        assertThat(chunker.sources.cut).isEqualTo(3 + CuttingRoom.LOOK_AHEAD);
    }

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

    @Test
    void goesOnBehindTheLastChunkThatWasSentAfterARestart() {
        // Given
        use(ChunkerUnderTest.withWindow(3));
        chunker.submit("job-1", 6);
        byte[] expected = {1, 2, 3};
        assertThat(firstBytes(chunker)).containsExactly(expected);
        List<AudioChunk> out = chunker.unheard();
        // When
        chunker = chunker.restarted(3, jobId -> true);
        chunker.settle();
        // Then: the chunks that are out still hold their credits
        assertThat(chunker.chunks()).isEmpty();
        assertThat(chunker.events(RECOVERED)).singleElement().satisfies(event -> assertThat(event.getDetails())
                .containsEntry("index", "3")
                .containsEntry("progress", "0.175"));
        out.forEach(chunk -> chunker.hear(chunk, "en", 1));
        chunker.hearAll();
        assertThat(chunker.indexes("job-1")).containsExactly(3, 4, 5);
        assertThat(firstBytes(chunker)).containsExactly(4, 5, 6);
        assertThat(chunker.onlyEnd().getChunks()).isEqualTo(6);
        assertThat(chunker.hasCursors()).isFalse();
    }

    @Test
    void saysWhatIsHeardAndNotWhatIsSentWhereItGoesOn() {
        use(ChunkerUnderTest.withWindow(3));
        chunker.submit("job-1", 10);
        chunker.hearNext();
        chunker.hearNext();
        chunker = chunker.restarted(3, jobId -> true);
        chunker.settle();
        // five of ten seconds are cut, and two of five chunks heard: a fifth of all
        assertThat(chunker.events(RECOVERED)).singleElement().satisfies(event -> {
            assertThat(event.getDetails()).containsEntry("progress", "0.450");
            assertThat(event.getMessage()).contains("45 %");
        });
    }

    @Test
    void saysHowFarASourceIsUntilItIsHeard() {
        use(ChunkerUnderTest.withWindow(1));
        chunker.submit("job-1", 2);
        assertThat(chunker.eventTypes()).containsExactly(ACCEPTED, STARTED, DECODED);
        chunker.hearNext();
        assertThat(chunker.eventTypes()).containsExactly(ACCEPTED, STARTED, DECODED, CUT);
        chunker.submit("job-2", 1);
        assertThat(chunker.flow.received(Topics.EVENTS).stream()
                        .filter(event -> event.getJobId().equals("job-2")))
                .extracting(JobEvent::getProgress)
                .containsExactly(0.0, 0.10, 0.25);
        chunker.hearAll();
        assertThat(chunker.events(CUT))
                .extracting(JobEvent::getProgress)
                .as("once something is heard, the merger says it")
                .containsExactly(-1.0, 0.35);
    }

    @Test
    void startsASourceBeforeItsFirstChunkAlsoIfBothCameTogether() {
        // Given
        use(ChunkerUnderTest.withWindow(2));
        chunker.sources.add("/audio/job-1", 5);
        chunker.sources.add("/audio/job-2", 7);
        chunker.flow.send(Topics.JOBS, "job-1", job("job-1").build());
        chunker.pool.drain();
        // When: the pool opens the second while credits are given
        chunker.weights = client -> {
            chunker.pool.drain();
            return 1;
        };
        chunker.flow.send(Topics.JOBS, "job-2", job("job-2").build());
        // Then
        assertThat(chunker.chunks())
                .extracting(AudioChunk::getJobId, AudioChunk::getSourceSeconds)
                .containsExactly(tuple("job-1", 5.0), tuple("job-2", 7.0));
        assertThat(chunker.events(STARTED)).hasSize(2);
    }

    @Test
    void countsCheckpointsAndWhatGoesOnFromThem() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Metrics.addRegistry(meters);
        try {
            use(ChunkerUnderTest.withWindow(3));
            chunker.submit("job-1", 6);
            assertThat(meters.counter("checkpoint.saves").count()).isGreaterThanOrEqualTo(1 + 3);
            assertThat(meters.counter("checkpoint.recoveries").count()).isZero();
            chunker = chunker.restarted(3, jobId -> true);
            chunker.settle();
            assertThat(meters.counter("checkpoint.recoveries").count()).isEqualTo(1);
        } finally {
            Metrics.removeRegistry(meters);
        }
    }

    @Test
    void waitsForResultsOnlyWhenTheEndWasSentBeforeTheRestart() {
        chunker.submit("job-1", 2);
        List<AudioChunk> out = chunker.unheard();
        chunker = chunker.restarted(3, jobId -> true);
        chunker.settle();
        out.forEach(chunk -> chunker.hear(chunk, "en", 1));
        assertThat(chunker.sources.opened).isEqualTo(1);
        assertThat(chunker.ends()).isEmpty();
        assertThat(chunker.hasCursors()).isFalse();
    }

    @Test
    void sendsChunksAgainThatTheTopicMayHaveDroppedWhileTheProgramRested() {
        // Given
        use(ChunkerUnderTest.withWindow(3));
        chunker.sources.add("/audio/job-1", 5);
        chunker.submit(job("job-1", "auto").build());
        chunker.hear(chunker.chunks().get(0), "fr", 1);
        // When
        chunker = chunker.restarted(3, jobId -> true, Duration.ofDays(3));
        chunker.settle();
        // Then
        assertThat(chunker.indexes("job-1")).containsExactly(1);
        chunker.hear(chunker.chunks().get(0), "fr", 1);
        chunker.hearAll();
        assertThat(chunker.indexes("job-1")).containsExactly(1, 2, 3, 4);
        assertThat(chunker.onlyEnd().getChunks()).isEqualTo(5);
        assertThat(chunker.onlyEnd().getLanguage()).isEqualTo("fr");
        assertThat(chunker.hasCursors()).isFalse();
    }

    @Test
    void sendsLostChunksAgainButNoSecondEnd() {
        chunker.submit("job-1", 3);
        chunker = chunker.restarted(3, jobId -> true, Duration.ofDays(3));
        chunker.hearAll();
        chunker.settle();
        chunker.hearAll();
        assertThat(chunker.indexes("job-1")).containsExactly(0, 1, 2);
        assertThat(chunker.ends()).isEmpty();
        assertThat(chunker.hasCursors()).isFalse();
    }

    @Test
    void refusesToGoOnWithASourceThatBecameShorter() {
        use(ChunkerUnderTest.withWindow(3));
        chunker.submit("job-1", 6);
        chunker.sources.add("/audio/job-1", 2);
        chunker = chunker.restarted(100, jobId -> true);
        chunker.settle();
        assertThat(chunker.onlyEnd().getFailure().getReason()).isEqualTo(Reason.SOURCE_CHANGED.code());
    }

    @Test
    void leavesJobsAloneThatAreNotAdmittedUntilTheyAreSentAgainAndWanted() {
        // Given
        use(ChunkerUnderTest.withWindow(1));
        chunker.submit("job-1", 3);
        chunker.submit("job-2", 3);
        // When
        chunker = chunker.restarted(100, "job-2"::equals);
        chunker.settle();
        // Then
        assertThat(chunker.indexes("job-2")).isNotEmpty();
        assertThat(chunker.indexes("job-1")).isEmpty();
        assertThat(chunker.flow.store(Ledger.CURSORS).get("job-1")).isNotNull();
    }

    @Test
    void theFirstTwoChunksVoteForTheLanguageOfTheRest() {
        // Given
        chunker.sources.add("/audio/job-1", 4);
        chunker.submit(job("job-1", "auto").build());
        assertThat(chunker.chunks()).extracting(AudioChunk::getLanguage).containsExactly("auto", "auto");
        // When
        chunker.hear(chunker.chunks().get(0), "de", 0.5);
        assertThat(chunker.chunks()).hasSize(2);
        chunker.hear(chunker.chunks().get(1), "fr", 0.9);
        // Then
        assertThat(chunker.chunks()).extracting(AudioChunk::getLanguage).containsExactly("auto", "auto", "fr", "fr");
        assertThat(chunker.events(LANGUAGE)).singleElement().satisfies(event -> assertThat(event.getDetails())
                .containsEntry("language", "fr"));
        assertThat(chunker.onlyEnd().getLanguage()).isEqualTo("fr");
    }

    @Test
    void theNextChunksVoteWhenTheFirstCouldNotBeHeard() {
        chunker.sources.add("/audio/job-1", 5);
        chunker.submit(job("job-1", "auto").build());
        chunker.failToHear(chunker.chunks().get(0));
        chunker.failToHear(chunker.chunks().get(1));
        assertThat(chunker.chunks()).hasSize(4);
        chunker.hear(chunker.chunks().get(2), "es", 0.8);
        chunker.hear(chunker.chunks().get(3), "es", 0.8);
        assertThat(chunker.chunks().get(4).getLanguage()).isEqualTo("es");
    }

    @Test
    void sendsTheEndOfAVeryShortSourceWithoutWaitingForTheVote() {
        chunker.sources.add("/audio/job-1", 1);
        chunker.submit(job("job-1", "auto").build());
        assertThat(chunker.onlyEnd().getLanguage()).isEmpty();
        chunker.hear(chunker.chunks().get(0), "de", 0.5);
        assertThat(chunker.events(LANGUAGE)).hasSize(1);
        assertThat(chunker.hasCursors()).isFalse();
    }

    @Test
    void leavesEveryChunkItsOwnLanguageWhenAskedTo() {
        chunker.sources.add("/audio/job-1", 4);
        chunker.submit(job("job-1", "multi").build());
        assertThat(chunker.chunks()).hasSize(4).allSatisfy(chunk -> assertThat(chunk.getLanguage())
                .isEqualTo("auto"));
        assertThat(chunker.onlyEnd().getLanguage()).isEmpty();
    }

    @Test
    void endsAJobInALanguageThatDoesNotExist() {
        chunker.submit(job("job-1", "klingon").build());
        assertThat(chunker.onlyEnd().getFailure().getReason()).isEqualTo(Reason.UNKNOWN_LANGUAGE.code());
        assertThat(chunker.onlyEnd().getFailure().getMessage()).contains("klingon");
        assertThat(chunker.sources.opened).isZero();
        assertThat(chunker.hasCursors()).isFalse();
    }

    @Test
    void endsAJobWhoseSourceIsRefusedAndNeitherTriesAgainNorCallsItAMistake() {
        chunker.sources.addFailing(
                "/audio/job-1", -1, () -> new RejectedException(Reason.EMPTY_FILE, "the file is empty"));
        chunker.submit(job("job-1").build());
        assertThat(chunker.onlyEnd().getFailure().getReason()).isEqualTo(Reason.EMPTY_FILE.code());
        assertThat(chunker.flow.deadLetters()).isEmpty();
        assertThat(chunker.hasCursors()).isFalse();
    }

    @Test
    void endsAJobThatCannotBeDecodedToItsEndAndSaysHowManyChunksWentOut() {
        use(ChunkerUnderTest.withWindow(1));
        chunker.sources.addFailing(
                "/audio/job-1", 3, () -> new RejectedException(Reason.DECODER_FAILED, "the decoder ended"));
        chunker.submit(job("job-1").build());
        chunker.hearNext();
        SourceEnd end = chunker.onlyEnd();
        assertThat(end.getFailure().getReason()).isEqualTo(Reason.DECODER_FAILED.code());
        assertThat(end.getChunks()).isEqualTo(chunker.chunks().size());
        chunker.hearAll();
        assertThat(chunker.hasCursors()).isFalse();
    }

    @Test
    void triesAgainLaterWhenTheSourceIsNotThereNow() {
        // Given
        chunker.sources.addFailing("/audio/job-1", -1, () -> new UnavailableException("the disk is away"));
        chunker.submit(job("job-1").build());
        assertThat(chunker.ends()).isEmpty();
        assertThat(chunker.events(WAITING)).extracting(JobEvent::getMessage).contains("the disk is away");
        // When
        chunker.sources.add("/audio/job-1", 2);
        chunker.flow.advance(Duration.ofSeconds(60));
        chunker.settle();
        // Then
        assertThat(chunker.indexes("job-1")).containsExactly(0, 1);
        assertThat(chunker.onlyEnd().getFailure()).isNull();
    }

    @Test
    void aMistakeOfOursEndsTheJobAndIsADeadLetter() {
        chunker.sources.addFailing("/audio/job-1", 0, () -> new IndexOutOfBoundsException("index 7"));
        chunker.submit(job("job-1").build());
        assertThat(chunker.onlyEnd().getFailure().getReason()).isEqualTo(Reason.INTERNAL.code());
        assertThat(chunker.flow.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.key()).isEqualTo("job-1");
            assertThat(new String(
                            letter.headers()
                                    .lastHeader("__streams.errors.stacktrace")
                                    .value(),
                            UTF_8))
                    .contains("IndexOutOfBoundsException: index 7")
                    .contains("FakeSources");
            assertThat(chunker.flow
                            .wire()
                            .serde(Topics.JOBS)
                            .deserialize(Topics.JOBS.name(), letter.value())
                            .getJobId())
                    .isEqualTo("job-1");
        });
    }

    @Test
    void cancelsAJobThatWaitsForAPlace() {
        use(ChunkerUnderTest.with(1, 1));
        chunker.submit("long", 100);
        chunker.submit("job-1", 3);
        chunker.order("job-1", Command.CANCEL);
        assertThat(chunker.onlyEnd().getFailure().getReason()).isEqualTo(Reason.CANCELLED.code());
        assertThat(chunker.onlyEnd().getAgain()).isFalse();
        assertThat(chunker.indexes("job-1")).isEmpty();
    }

    @Test
    void cancelsAJobThatIsBeingCutAndSendsNothingMoreOfIt() {
        use(ChunkerUnderTest.withWindow(2));
        chunker.submit("job-1", 9);
        chunker.order("job-1", Command.CANCEL);
        chunker.hearAll();
        assertThat(chunker.indexes("job-1")).containsExactly(0, 1);
        assertThat(chunker.onlyEnd().getChunks()).isEqualTo(2);
        assertThat(chunker.onlyEnd().getAgain()).isFalse();
        assertThat(chunker.hasCursors()).isFalse();
    }

    @Test
    void cancelsAJobWhoseSourceIsJustBeingOpened() {
        chunker.sources.add("/audio/job-1", 3);
        chunker.flow.send(Topics.JOBS, "job-1", job("job-1").build());
        chunker.order("job-1", Command.CANCEL);
        assertThat(chunker.onlyEnd().getFailure().getReason()).isEqualTo(Reason.CANCELLED.code());
        assertThat(chunker.chunks()).isEmpty();
    }

    @Test
    void cancelsAJobThatOnlyWaitsForResultsAndSaysThatItEndedBefore() {
        chunker.submit("job-1", 2);
        chunker.order("job-1", Command.CANCEL);
        assertThat(chunker.ends()).hasSize(2);
        SourceEnd second = chunker.ends().get(1);
        assertThat(second.getFailure().getReason()).isEqualTo(Reason.CANCELLED.code());
        assertThat(second.getAgain()).isTrue();
    }

    @Test
    void refusesToCancelWhatHasEndedAndWhatNeverWas() {
        chunker.submit("job-1", 1);
        chunker.hearAll();
        chunker.order("job-1", Command.CANCEL);
        chunker.order("nobody", Command.CANCEL);
        chunker.order("job-1", Command.REDRIVE);
        assertThat(chunker.ends()).hasSize(1);
        assertThat(chunker.events(REFUSED))
                .hasSize(3)
                .extracting(JobEvent::getEventId)
                .doesNotHaveDuplicates();
    }

    @Test
    void theSameJobSentTwiceIsDoneOnce() {
        chunker.submit("job-1", 2);
        chunker.submit(job("job-1").setSubmittedAt(chunker.flow.now()).build());
        chunker.hearAll();
        chunker.submit(job("job-1").build());
        assertThat(chunker.indexes("job-1")).containsExactly(0, 1);
        assertThat(chunker.ends()).hasSize(1);
        assertThat(chunker.events(ACCEPTED))
                .hasSize(3)
                .extracting(JobEvent::getEventId)
                .doesNotHaveDuplicates();
    }

    @Test
    void refusesAnotherJobUnderAUsedIdAndLetsTheFirstGoOn() {
        use(ChunkerUnderTest.withWindow(1));
        chunker.submit("job-1", 2);
        chunker.submit(job("job-1", "de").build());
        chunker.hearAll();
        chunker.submit(job("job-1", "de").build());
        assertThat(chunker.events(REFUSED)).hasSize(2).allSatisfy(event -> assertThat(event.getReason())
                .isEqualTo(Reason.ID_CONFLICT.code()));
        assertThat(chunker.flow.deadLetters()).hasSize(2);
        assertThat(chunker.indexes("job-1")).containsExactly(0, 1);
        assertThat(chunker.onlyEnd().getFailure()).isNull();
    }

    @Test
    void findsASourceThatWasMovedWhenTheJobIsSentAgain() {
        chunker.sources.addFailing("/audio/old", -1, () -> new UnavailableException("the disk is away"));
        chunker.submit(at("/audio/old"));
        chunker.sources.add("/audio/new", 1);
        chunker.submit(at("/audio/new"));
        chunker.flow.advance(Duration.ofSeconds(60));
        chunker.settle();
        assertThat(chunker.onlyEnd().getChunks()).isEqualTo(1);
    }

    private static TranscriptionJob at(String location) {
        return job("job-1")
                .setSource(new Source(SourceKind.FILE, location, "talk.wav", 7L, "ab".repeat(32)))
                .build();
    }

    @Test
    void knowsEndedJobsForAsLongAsTheirOutcomesAreKept() {
        chunker.submit("job-1", 1);
        chunker.hearAll();
        chunker.flow.advance(Duration.ofDays(30));
        chunker.submit("job-1", 1);
        assertThat(chunker.ends()).hasSize(1);
        chunker.flow.advance(Topics.SEGMENTS.retention().plusDays(1));
        assertThat(chunker.flow.storeIsEmpty(Ledger.KNOWN)).isTrue();
    }

    @Test
    void setsARecordAsideWhoseKeyIsAnotherJobs() {
        chunker.submit("job-1", 1);
        chunker.flow.send(Topics.JOBS, "job-1", job("job-2").build());
        chunker.settle();
        assertThat(chunker.flow.deadLetters()).hasSize(1);
        assertThat(chunker.events(REFUSED)).extracting(JobEvent::getReason).containsExactly(Reason.INVALID_JOB.code());
        assertThat(chunker.onlyEnd().getFailure()).isNull();
    }

    @Test
    void failsAJobThatCannotBeReadOnceHoweverOftenItIsSent() {
        sendGarbage("job-1");
        sendGarbage("job-1");
        assertThat(chunker.onlyEnd().getFailure()).satisfies(failure -> {
            assertThat(failure.getReason()).isEqualTo(Reason.INVALID_JOB.code());
            assertThat(failure.getMessage()).startsWith("the record cannot be read as a job: ");
        });
        assertThat(chunker.events(REFUSED)).hasSize(1);
        assertThat(chunker.hasCursors()).isFalse();
        assertThat(chunker.flow.deadLetters()).hasSize(2).allSatisfy(letter -> {
            assertThat(letter.key()).isEqualTo("job-1");
            assertThat(letter.value()).isEqualTo(GARBAGE);
            assertThat(new String(
                            letter.headers()
                                    .lastHeader("__streams.errors.topic")
                                    .value(),
                            UTF_8))
                    .isEqualTo("transcription.jobs");
        });
    }

    @Test
    void refusesWhatCannotBeReadUnderAnOpenIdAndUnderAFinishedOne() {
        use(ChunkerUnderTest.withWindow(1));
        chunker.submit("job-1", 2);
        sendGarbage("job-1");
        chunker.hearAll();
        assertThat(chunker.hasCursors()).isFalse();
        sendGarbage("job-1");
        assertThat(chunker.flow.received(Topics.ERROR))
                .as("outcomes past the merger")
                .isEmpty();
        assertThat(chunker.onlyEnd().getFailure()).isNull();
        assertThat(chunker.indexes("job-1")).containsExactly(0, 1);
        assertThat(chunker.events(REFUSED))
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.getReason()).isEqualTo(Reason.INVALID_JOB.code()))
                .extracting(JobEvent::getEventId)
                .doesNotHaveDuplicates();
        assertThat(chunker.flow.deadLetters()).hasSize(2);
    }

    @Test
    void answersNobodyWhereWhatCannotBeReadHasNoKey() {
        sendGarbage(null);
        assertThat(chunker.flow.deadLetters()).singleElement().satisfies(letter -> assertThat(letter.value())
                .isEqualTo(GARBAGE));
        assertThat(chunker.ends()).isEmpty();
        assertThat(chunker.eventTypes()).isEmpty();
    }

    @Test
    void refusesTheCorrectedJobUnderAnIdThatFailed() {
        sendGarbage("job-1");
        chunker.submit("job-1", 1);
        assertThat(chunker.onlyEnd().getFailure().getReason()).isEqualTo(Reason.INVALID_JOB.code());
        assertThat(chunker.events(REFUSED)).extracting(JobEvent::getReason).containsExactly(Reason.ID_CONFLICT.code());
        assertThat(chunker.chunks()).isEmpty();
    }

    @Test
    void endsAJobWhoseIdIsNone() {
        chunker.submit(job("no spaces, please").build());
        assertThat(chunker.onlyEnd().getFailure().getReason()).isEqualTo(Reason.INVALID_JOB.code());
        assertThat(chunker.flow.deadLetters()).hasSize(1);
    }

    @Test
    void passesOverRecordsWithoutAValue() {
        chunker.flow.sendRaw(Topics.JOBS, "job-1", null);
        chunker.submit("job-1", 1);
        assertThat(chunker.ends()).hasSize(1);
    }

    private void sendGarbage(@Nullable String key) {
        chunker.flow.sendRaw(Topics.JOBS, key, GARBAGE);
        chunker.settle();
    }

    private static byte[] firstBytes(ChunkerUnderTest chunker) {
        List<AudioChunk> chunks = chunker.chunks();
        byte[] bytes = new byte[chunks.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = chunks.get(i).getPcm().get(0);
        }
        return bytes;
    }
}
