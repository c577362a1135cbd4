package io.scribestream.merger;

import static io.scribestream.merger.Said.broken;
import static io.scribestream.merger.Said.chunk;
import static io.scribestream.merger.Said.end;
import static io.scribestream.merger.Said.failedChunk;
import static io.scribestream.merger.Said.segment;
import static io.scribestream.merger.Said.word;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.JobFailure;
import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.Stage;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.testkit.FlowUnderTest;
import io.scribestream.testkit.GoldenTopology;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MergerFlowTest {

    private final FlowUnderTest flow = FlowUnderTest.of(new MergerFlow());

    @AfterEach
    void close() {
        flow.close();
    }

    @Test
    void hasTheTopologyOfItsGoldenFile() {
        GoldenTopology.check(new MergerFlow());
    }

    @Test
    void sendsTheTranscriptOnceWhenTheLastChunkComesOutOfOrderAndTwice() {
        // Given
        send(end("job-1", 2, 10), chunk("job-1", 1, 5, 7, "world"), chunk("job-1", 1, 5, 7, "world"));
        // When
        send(chunk("job-1", 0, 1, 3, "hello"));
        // Then
        assertThat(flow.received(Topics.DONE)).extracting(Transcript::getText).containsExactly("hello world");
        assertThat(flow.received(Topics.ERROR)).isEmpty();
        assertStoresAreEmpty();
    }

    @Test
    void closesWhenTheEndComesLast() {
        send(chunk("job-1", 0, 1, 3, "hello"), end("job-1", 1, 10));

        assertThat(flow.received(Topics.DONE)).singleElement().satisfies(transcript -> {
            assertThat(transcript.getJobId()).isEqualTo("job-1");
            assertThat(transcript.getClient()).isEqualTo("anna");
            assertThat(transcript.getDurationSeconds()).isEqualTo(10);
            assertThat(transcript.getChunks()).isEqualTo(1);
            assertThat(transcript.getFinishedAt()).isEqualTo(FlowUnderTest.START);
            assertThat(transcript.getProducer()).matches("scribestream \\d+\\.\\d+\\.\\d+.*");
        });
        assertStoresAreEmpty();
    }

    @Test
    void givesAnEmptyTranscriptOfASourceWithoutSpeech() {
        send(end("job-1", 0, 36_000));

        assertThat(flow.received(Topics.DONE)).singleElement().satisfies(transcript -> {
            assertThat(transcript.getText()).isEmpty();
            assertThat(transcript.getCoverage().getSilentSeconds()).isEqualTo(36_000);
        });
        assertStoresAreEmpty();
    }

    @Test
    void saysTheTextSoFarAsSoonAsItsBeginningIsComplete() {
        // When
        send(chunk("job-1", 1, 25, 50, "second"), chunk("job-1", 0, 0, 20, "first"));
        // Then
        assertThat(flow.received(Topics.EVENTS)).singleElement().satisfies(event -> {
            assertThat(event.getType()).isEqualTo(EventType.PARTIAL);
            assertThat(event.getStage()).isEqualTo(Stage.TRANSCRIBING);
            assertThat(event.getEventId()).isEqualTo("job-1/PARTIAL/0");
            assertThat(event.getSegments()).extracting(Segment::getText).containsExactly("first", "second");
            assertThat(event.getSecondsDone()).isEqualTo(50);
            assertThat(event.getSecondsTotal()).isEqualTo(100);
            assertThat(event.getProgress()).isEqualTo(0.6);
        });
    }

    @Test
    void saysCompletedAfterTheLastPartOfTheText() {
        send(chunk("job-1", 0, 0, 20, "first"), end("job-1", 1, 30));

        assertThat(flow.received(Topics.EVENTS))
                .extracting(JobEvent::getEventId)
                .containsExactly("job-1/PARTIAL/0", "job-1/PARTIAL/-1", "job-1/COMPLETED");
        assertThat(flow.received(Topics.EVENTS))
                .extracting(JobEvent::getStage, JobEvent::getProgress)
                .containsExactly(
                        tuple(Stage.TRANSCRIBING, 0.35 + 0.5 * 0.2),
                        tuple(Stage.MERGING, 0.85),
                        tuple(Stage.COMPLETED, 1.0));
    }

    @Test
    void holdsBackWhatAForcedCutMayStillChange() {
        // Given
        ChunkTranscript left = chunk(
                "job-1",
                0,
                0,
                20,
                List.of(
                        segment(0, 10, "certain"),
                        segment(List.of(word("may", 17, 17.5), word("change", 18.5, 19), word("her", 19.5, 20)))));
        left.setForcedEnd(true);
        ChunkTranscript right = chunk(
                "job-1", 1, 18, 30, List.of(segment(List.of(word("change", 18.5, 19), word("here", 19.5, 20.2)))));
        right.setForcedStart(true);
        // When
        send(left);
        List<JobEvent> before = flow.received(Topics.EVENTS);
        send(right, end("job-1", 2, 30));
        // Then
        assertThat(before).singleElement().satisfies(event -> {
            assertThat(event.getSegments()).extracting(Segment::getText).containsExactly("certain");
            assertThat(event.getSecondsDone()).isEqualTo(17);
        });
        assertThat(flow.received(Topics.EVENTS).stream().flatMap(event -> event.getSegments().stream()))
                .extracting(Segment::getText)
                .containsExactly("certain", "may change", "here");
        assertThat(flow.received(Topics.DONE))
                .extracting(Transcript::getText)
                .containsExactly("certain may change here");
        assertStoresAreEmpty();
    }

    @Test
    void letsGoWhatIsHeldBackWhenNoChunkFollows() {
        ChunkTranscript last = chunk("job-1", 0, 0, 20, "until the end");
        last.setForcedEnd(true);

        send(last, end("job-1", 1, 20));

        assertThat(flow.received(Topics.EVENTS).stream().flatMap(event -> event.getSegments().stream()))
                .extracting(Segment::getText)
                .containsExactly("until the end");
        assertThat(flow.received(Topics.EVENTS))
                .extracting(JobEvent::getEventId)
                .doesNotHaveDuplicates();
    }

    @Test
    void givesATranscriptWithGapsWhereSomeChunksFailed() {
        send(chunk("job-1", 0, 0, 5, "hello"), failedChunk("job-1", 1, 6, 9, "engine_failed"), end("job-1", 2, 10));

        assertThat(flow.received(Topics.DONE)).singleElement().satisfies(transcript -> {
            assertThat(transcript.getCoverage().getGapSeconds()).isEqualTo(3);
            assertThat(transcript.getText()).isEqualTo("hello");
        });
    }

    @Test
    void endsWithAnErrorWhereEveryChunkFailed() {
        send(
                failedChunk("job-1", 1, 6, 9, "deadline"),
                failedChunk("job-1", 0, 1, 4, "engine_failed"),
                end("job-1", 2, 10));

        assertThat(flow.received(Topics.DONE)).isEmpty();
        assertThat(flow.received(Topics.ERROR)).singleElement().satisfies(failure -> {
            assertThat(failure.getReason()).isEqualTo("engine_failed");
            assertThat(failure.getMessage()).isEqualTo("Why chunk 0 failed.");
            assertThat(failure.getSource().getName()).isEqualTo("talk.wav");
        });
        assertStoresAreEmpty();
    }

    @Test
    void saysAtOnceThatAJobFailedAndForgetsItWhenItsChunksAreBack() {
        // Given
        send(chunk("job-1", 0, 0, 5, "hello"));
        // When
        send(broken("job-1", 3, "unreadable_audio", false));
        // Then
        assertThat(flow.received(Topics.ERROR))
                .extracting(JobFailure::getReason)
                .containsExactly("unreadable_audio");
        assertThat(flow.received(Topics.ERROR))
                .extracting(JobFailure::getCallback)
                .containsExactly("https://example.org/hooks");
        assertThat(flow.storeIsEmpty(MergerRows.NAME)).isTrue();
        // and
        send(chunk("job-1", 2, 10, 15, "late"), chunk("job-1", 2, 10, 15, "late"));
        assertThat(flow.storeIsEmpty(MergerFlow.SUMMARIES)).isFalse();
        send(chunk("job-1", 1, 5, 10, "later"));
        assertStoresAreEmpty();
        assertThat(flow.received(Topics.DONE)).isEmpty();
        assertThat(flow.received(Topics.ERROR)).hasSize(1);
        assertThat(flow.received(Topics.EVENTS))
                .extracting(JobEvent::getEventId)
                .containsExactly("job-1/PARTIAL/0", "job-1/FAILED");
    }

    @Test
    void saysCancelledOfAJobThatNoChunkWasSentOf() {
        send(broken("job-1", 0, "cancelled", false));

        assertThat(flow.received(Topics.EVENTS)).singleElement().satisfies(event -> {
            assertThat(event.getStage()).isEqualTo(Stage.CANCELLED);
            assertThat(event.getReason()).isEqualTo("cancelled");
        });
        assertStoresAreEmpty();
    }

    @Test
    void namesNoSourceOfAJobThatCouldNotBeRead() {
        ChunkTranscript end = broken("job-1", 0, "invalid_job", false);
        end.getEnd().getJob().setSource(new Source(SourceKind.UNKNOWN, "", "", -1L, ""));
        send(end);
        send(broken("job-2", 0, "unreadable_audio", false));

        assertThat(flow.received(Topics.ERROR))
                .satisfiesExactly(
                        first -> assertThat(first.getSource()).isNull(),
                        second -> assertThat(second.getSource().getLocation()).isEqualTo("upload-1"));
    }

    @Test
    void endsAJobThatIsCancelledAfterItsEndWasSent() {
        send(end("job-1", 2, 20), chunk("job-1", 0, 0, 5, "hello"), broken("job-1", 2, "cancelled", true));

        assertThat(flow.received(Topics.ERROR))
                .extracting(JobFailure::getReason)
                .containsExactly("cancelled");
        send(chunk("job-1", 1, 5, 10, "late"));
        assertStoresAreEmpty();
        assertThat(flow.received(Topics.DONE)).isEmpty();
    }

    @Test
    void ignoresACancelThatComesAfterTheOutcome() {
        send(chunk("job-1", 0, 0, 5, "hello"), end("job-1", 1, 20), broken("job-1", 1, "cancelled", true));

        assertThat(flow.received(Topics.DONE)).hasSize(1);
        assertThat(flow.received(Topics.ERROR)).isEmpty();
        assertStoresAreEmpty();
    }

    @Test
    void ignoresAnEndThatComesAgain() {
        send(end("job-1", 1, 20), end("job-1", 1, 20), chunk("job-1", 0, 0, 5, "hello"));

        assertThat(flow.received(Topics.DONE)).hasSize(1);
    }

    @Test
    void keepsJobsApartWhoseIdsBeginAlike() {
        // Given
        send(chunk("a", 0, 0, 5, "one"));
        send(chunk("a.0", 0, 0, 5, "two"));
        send(chunk("a-0000000000", 0, 0, 5, "three"));
        send(chunk("a_", 0, 0, 5, "four"));
        // When
        send(end("a", 1, 10));
        // Then
        assertThat(flow.received(Topics.DONE)).extracting(Transcript::getText).containsExactly("one");
        // and
        send(end("a.0", 1, 10), end("a-0000000000", 1, 10), end("a_", 1, 10));
        assertThat(flow.received(Topics.DONE))
                .extracting(Transcript::getText)
                .containsExactly("one", "two", "three", "four");
        assertStoresAreEmpty();
    }

    @Test
    void makesARecordThatBreaksAPromiseADeadLetterAndGoesOn() {
        // When
        send(end("job-1", 1, 20), chunk("job-1", 7, 0, 5, "nobody sent this"));
        send(chunk("job-1", 0, 0, 5, "hello"));
        // Then
        assertThat(flow.deadLetters()).hasSize(1);
        assertThat(flow.received(Topics.DONE)).extracting(Transcript::getText).containsExactly("hello");
        assertStoresAreEmpty();
    }

    private void send(ChunkTranscript... values) {
        for (ChunkTranscript value : values) {
            flow.send(Topics.SEGMENTS, value.getJobId(), value);
        }
    }

    private void assertStoresAreEmpty() {
        assertThat(flow.storeIsEmpty(MergerRows.NAME)).isTrue();
        assertThat(flow.storeIsEmpty(MergerFlow.SUMMARIES)).isTrue();
    }
}
