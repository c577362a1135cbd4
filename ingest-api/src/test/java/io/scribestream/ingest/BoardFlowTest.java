package io.scribestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.ingest.state.BoardRow;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.JobFailure;
import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.Stage;
import io.scribestream.testkit.FlowUnderTest;
import io.scribestream.testkit.GoldenTopology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoardFlowTest {

    private final List<String> uploadsOver = new ArrayList<>();
    private final BoardFlow board = new BoardFlow(uploadsOver::add);
    private final FlowUnderTest flow = FlowUnderTest.of(board);
    private final BoardView view = new BoardView(new BoardView.Stores() {
        @Override
        public <V> ReadOnlyKeyValueStore<String, V> store(String name) {
            return flow.store(name);
        }
    });

    @AfterEach
    void close() {
        flow.close();
    }

    @Test
    void looksAsItsGoldenTopologySays() {
        GoldenTopology.check(board);
    }

    @Test
    void showsTheTextSoFarAndNeverGoesBackInProgress() {
        event(EventType.PARTIAL, Stage.TRANSCRIBING, 0.6, "And so my fellow Americans");
        event(EventType.PARTIAL, Stage.TRANSCRIBING, 0.4, "ask not");

        assertThat(row().getProgress()).isEqualTo(0.6);
        assertThat(view.text(row())).isEqualTo("And so my fellow Americans ask not");
    }

    @Test
    void isCompletedOnlyWithItsTranscriptAndIgnoresWhatComesLate() {
        event(EventType.COMPLETED, Stage.COMPLETED, 1, "");
        assertThat(row().getStage()).isEqualTo("QUEUED");

        flow.send(Topics.DONE, "job-1", Examples.transcript("job-1", "upload-1", "all of it"));
        event(EventType.PARTIAL, Stage.TRANSCRIBING, 0.9, "late");

        assertThat(row().getStage()).isEqualTo("COMPLETED");
        assertThat(view.text(row())).isEqualTo("all of it");
        assertThat(flow.storeIsEmpty(BoardFlow.TEXTS)).isTrue();
    }

    @Test
    void letsGoOfTheUploadWhenTheJobIsOver() {
        flow.send(Topics.DONE, "job-1", Examples.transcript("job-1", "upload-1", "all of it"));

        assertThat(uploadsOver).containsExactly("upload-1");
    }

    @Test
    void makesNoJobOfAnOrderThatWasRefused() {
        event(EventType.REFUSED, Stage.UNKNOWN, -1, "");

        assertThat(flow.storeIsEmpty(BoardFlow.ROWS)).isTrue();
    }

    @Test
    void makesNoJobOfABreaker() {
        event(EventType.BREAKER, Stage.UNKNOWN, -1, "");

        assertThat(flow.storeIsEmpty(BoardFlow.ROWS)).isTrue();
    }

    @Test
    void keepsTheReasonOfAFailure() {
        flow.send(
                Topics.ERROR,
                "job-1",
                JobFailure.newBuilder()
                        .setJobId("job-1")
                        .setReason(Reason.EMPTY_FILE.code())
                        .setMessage("the file has no bytes")
                        .build());

        assertThat(row().getStage()).isEqualTo("FAILED");
        assertThat(row().getReason()).isEqualTo("empty_file");
    }

    @Test
    void forgetsAJobWhenItsTranscriptIsGoneFromTheTopicToo() {
        event(EventType.ACCEPTED, Stage.QUEUED, 0, "");
        flow.send(Topics.DONE, "job-1", Examples.transcript("job-1", "upload-1", "all of it"));

        flow.advance(BoardFlow.KEPT.plus(Duration.ofHours(2)));

        assertThat(flow.storeIsEmpty(BoardFlow.ROWS)).isTrue();
        assertThat(flow.storeIsEmpty(BoardFlow.TRANSCRIPTS)).isTrue();
    }

    private BoardRow row() {
        return view.row("job-1").orElseThrow();
    }

    private void event(EventType type, Stage stage, double progress, String text) {
        List<Segment> segments = text.isEmpty()
                ? List.of()
                : List.of(
                        Segment.newBuilder().setStart(0).setEnd(1).setText(text).build());
        flow.send(
                Topics.EVENTS,
                "job-1",
                JobEvent.newBuilder()
                        .setEventId("e")
                        .setJobId("job-1")
                        .setType(type)
                        .setStage(stage)
                        .setProgress(progress)
                        .setSegments(segments)
                        .setDetails(Map.of("name", "talk.wav"))
                        .build());
    }
}
