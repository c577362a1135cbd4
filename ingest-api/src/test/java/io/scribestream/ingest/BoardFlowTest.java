package io.scribestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.ingest.events.JobChanges;
import io.scribestream.ingest.state.BoardRow;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.JobFailure;
import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.Stage;
import io.scribestream.schemas.avro.Transcript;
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
    private final OpenJobs open = new OpenJobs();
    private final BoardFlow board = new BoardFlow(uploadsOver::add, open, new JobChanges());
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
    void knowsAJobFromItsRecordOnBeforeAnybodyHasTakenIt() {
        flow.send(Topics.JOBS, "job-1", Examples.job("job-1", "anna", "talk.mp4"));

        assertThat(row().getStage()).isEqualTo("QUEUED");
        assertThat(row().getClient()).isEqualTo("anna");
        assertThat(row().getName()).isEqualTo("talk.mp4");
        assertThat(open.total()).isEqualTo(1);
    }

    @Test
    void leavesAJobAsItIsWhereItsIdComesAgain() {
        flow.send(Topics.DONE, "job-1", Examples.transcript("job-1", "upload-1", "all of it"));

        flow.send(Topics.JOBS, "job-1", Examples.job("job-1", "bob", "other.mp4"));

        assertThat(row().getStage()).isEqualTo("COMPLETED");
        assertThat(row().getClient()).isNotEqualTo("bob");
        assertThat(open.total()).isZero();
    }

    @Test
    void leavesAJobToItsClientWhenSomethingAboutItIsRefused() {
        flow.send(Topics.JOBS, "job-1", Examples.job("job-1", "anna", "talk.mp4"));

        redrive(EventType.REFUSED, Map.of("command", "REDRIVE"));

        assertThat(row().getClient()).isEqualTo("anna");
    }

    @Test
    void showsTheTextSoFarAndNeverGoesBack() {
        event(EventType.PARTIAL, Stage.TRANSCRIBING, 0.6, "And so my fellow Americans");
        event(EventType.PARTIAL, Stage.TRANSCRIBING, 0.4, "ask not");

        event(EventType.DECODED, Stage.PREPARING, 0.25, "");

        assertThat(row().getProgress()).isEqualTo(0.6);
        assertThat(row().getStage()).isEqualTo("TRANSCRIBING");
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
    void keepsTheUploadOfAJobWithGapsUntilTheyAreHeard() {
        flow.send(Topics.DONE, "job-1", Examples.withGap("job-1", 1));
        assertThat(uploadsOver).isEmpty();
        assertThat(row().getGaps()).isEqualTo(1);

        flow.send(Topics.DONE, "job-1", version(2, 1, "all of it"));

        assertThat(uploadsOver).containsExactly("upload-1");
        assertThat(row().getVersion()).isEqualTo(2);
        assertThat(row().getGaps()).isZero();
        assertThat(view.text(row())).isEqualTo("all of it");
    }

    @Test
    void showsARedriveUnderWayUntilItsVersionIsThereWhicheverComesFirst() {
        flow.send(Topics.DONE, "job-1", Examples.withGap("job-1", 1));
        redrive(EventType.REDRIVING, Map.of("redrive", "1"));
        assertThat(shown()).isEqualTo(new JobStatus.Redrive("running", null, null));
        assertThat(row().getStage()).as("its transcript is there all the while").isEqualTo("COMPLETED");

        flow.send(Topics.DONE, "job-1", version(2, 1, "all of it"));
        redrive(EventType.REDRIVING, Map.of("redrive", "1"));

        assertThat(shown()).isNull();
    }

    @Test
    void showsWhyARedriveCameToNothingUntilTheNextBegins() {
        flow.send(Topics.DONE, "job-1", Examples.withGap("job-1", 1));
        redrive(EventType.REDRIVING, Map.of("redrive", "1"));
        redrive(EventType.REFUSED, Map.of("command", "REDRIVE"));
        assertThat(shown())
                .as("an order beside the one under way")
                .isEqualTo(new JobStatus.Redrive("running", null, null));

        redrive(EventType.REFUSED, Map.of("redrive", "1"));
        assertThat(shown()).isEqualTo(new JobStatus.Redrive("failed", "source_not_found", "it is gone"));
        assertThat(row().getVersion()).isEqualTo(1);

        redrive(EventType.REDRIVING, Map.of("redrive", "2"));
        assertThat(shown()).isEqualTo(new JobStatus.Redrive("running", null, null));
    }

    @Test
    void showsWhyAnOrderToHearGapsWasRefusedAndNoOthers() {
        flow.send(Topics.DONE, "job-1", Examples.withGap("job-1", 1));
        redrive(EventType.REFUSED, Map.of("command", "CANCEL"));
        assertThat(shown()).isNull();

        redrive(EventType.REFUSED, Map.of("command", "REDRIVE"));

        assertThat(shown()).isEqualTo(new JobStatus.Redrive("failed", "source_not_found", "it is gone"));
    }

    @Test
    void forgetsAJobWhenItsTranscriptIsGoneFromTheTopicToo() {
        event(EventType.ACCEPTED, Stage.QUEUED, 0, "");
        flow.send(Topics.DONE, "job-1", Examples.transcript("job-1", "upload-1", "all of it"));

        flow.advance(BoardFlow.KEPT.plus(Duration.ofHours(2)));

        assertThat(flow.storeIsEmpty(BoardFlow.ROWS)).isTrue();
        assertThat(flow.storeIsEmpty(BoardFlow.TRANSCRIPTS)).isTrue();
    }

    private static Transcript version(int version, int redrive, String text) {
        Transcript transcript = Examples.transcript("job-1", "upload-1", text);
        transcript.setVersion(version);
        transcript.setRedrive(redrive);
        return transcript;
    }

    private JobStatus.Redrive shown() {
        return JobStatus.of(row(), null, null, null).redrive();
    }

    private void redrive(EventType type, Map<String, String> details) {
        flow.send(
                Topics.EVENTS,
                "job-1",
                JobEvent.newBuilder()
                        .setEventId("e")
                        .setJobId("job-1")
                        .setType(type)
                        .setReason(type == EventType.REFUSED ? "source_not_found" : "")
                        .setMessage(type == EventType.REFUSED ? "it is gone" : "")
                        .setDetails(details)
                        .build());
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
