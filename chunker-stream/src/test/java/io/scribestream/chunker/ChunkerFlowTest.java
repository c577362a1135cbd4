package io.scribestream.chunker;

import static io.scribestream.chunker.ChunkerUnderTest.job;
import static io.scribestream.schemas.avro.EventType.ACCEPTED;
import static io.scribestream.schemas.avro.EventType.CUT;
import static io.scribestream.schemas.avro.EventType.DECODED;
import static io.scribestream.schemas.avro.EventType.STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.AudioChunk;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.SourceEnd;
import io.scribestream.testkit.GoldenTopology;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Jobs become chunks, and chunks end. */
class ChunkerFlowTest extends ChunkerFlowCase {

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
}
