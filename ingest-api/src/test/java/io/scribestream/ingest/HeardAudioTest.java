package io.scribestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.ingest.events.JobChanges;
import io.scribestream.ingest.limits.Usage;
import io.scribestream.ingest.limits.Window;
import io.scribestream.ingest.state.BoardRow;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.Command;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobCommand;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.JobFailure;
import io.scribestream.schemas.avro.Stage;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.testkit.FlowUnderTest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeardAudioTest {

    private static final Window HOUR_OF_AUDIO = new Window("day", Duration.ofDays(1), 60);

    private final List<FlowUnderTest> flows = new ArrayList<>();
    private final HeardAudio heard = new HeardAudio(clock());
    private final FlowUnderTest flow = flow(heard);

    @AfterEach
    void close() {
        flows.forEach(FlowUnderTest::close);
    }

    @Test
    void countsAJobOnceHoweverOftenItsEventsCome() {
        decoded("job-1", 600);
        decoded("job-1", 600);
        completed("job-1", 600);
        completed("job-1", 600);

        assertThat(used()).isEqualTo(10);
    }

    @Test
    void goesByWhatTheRecordingHeldAndNotByWhatItDeclared() {
        decoded("job-1", 36_000);
        assertThat(used()).isEqualTo(600);

        completed("job-1", 120);

        assertThat(used()).isEqualTo(2);
    }

    @Test
    void countsOfAJobThatFailedWhatWasHeardOfIt() {
        decoded("job-1", 36_000);
        progressed("job-1", 180, 36_000);

        JobFailure cancelled = Examples.failure("job-1", "cancelled");
        cancelled.setClient("anna");
        flow.send(Topics.ERROR, "job-1", cancelled);

        assertThat(used()).isEqualTo(3);
    }

    @Test
    void givesNothingBackForAJobThatIsRemoved() {
        completed("job-1", 600);

        remove("job-1");
        completed("job-1", 600);

        assertThat(used()).isEqualTo(10);
    }

    @Test
    void countsEachClientForItself() {
        completed("job-1", 600);

        assertThat(heard.usage("another", HOUR_OF_AUDIO).used()).isZero();
    }

    @Test
    void countsAMinuteOnlyOnceItIsWhole() {
        for (int i = 0; i < 3; i++) {
            completed("job-" + i, 1199.999);
        }

        assertThat(heard.usage("anna", HOUR_OF_AUDIO).remaining()).isEqualTo(1);
    }

    @Test
    void saysWhenThereIsRoomAgainWhichIsWhenEnoughIsADayOld() {
        completed("job-1", 600);
        flow.advance(Duration.ofHours(1));
        completed("job-2", 3600);
        flow.advance(Duration.ofHours(1));

        Usage full = heard.usage("anna", HOUR_OF_AUDIO);
        assertThat(full.remaining()).isZero();
        assertThat(full.reset()).isEqualTo(Duration.ofHours(23).plusMinutes(1));

        flow.advance(full.reset().minusSeconds(1));
        assertThat(heard.usage("anna", HOUR_OF_AUDIO).remaining()).isZero();
        flow.advance(Duration.ofSeconds(1));
        assertThat(heard.usage("anna", HOUR_OF_AUDIO).used()).isZero();
    }

    @Test
    void countsAJobFromTheMomentWhenItsLengthIsKnownHoweverLongItRunsThen() {
        flow.advance(Duration.ofHours(2));
        decoded("job-1", 600);
        flow.advance(Duration.ofHours(23));
        completed("job-1", 600);
        assertThat(used()).isEqualTo(10);

        flow.advance(Duration.ofMinutes(61));

        assertThat(used()).isZero();
    }

    /** The rows are all that is left of a process that was killed. */
    @Test
    void knowsTheSameAfterARestart() {
        decoded("job-1", 600);
        completed("job-2", 1200);
        completed("job-3", 60);
        remove("job-3");
        HeardAudio after = new HeardAudio(clock());

        try (KeyValueIterator<String, BoardRow> rows =
                flow.<String, BoardRow>store(BoardFlow.ROWS).all()) {
            rows.forEachRemaining(row -> after.count(this, null, Counted.of(row.value)));
        }

        assertThat(after.usage("anna", HOUR_OF_AUDIO)).isEqualTo(heard.usage("anna", HOUR_OF_AUDIO));
        assertThat(after.usage("anna", HOUR_OF_AUDIO).used()).isEqualTo(31);
    }

    @Test
    void knowsTheSameOnABoardThatIsMadeAnewFromTheTopics() {
        decoded("job-1", 600);
        flow.advance(Duration.ofHours(5));
        HeardAudio anew = new HeardAudio(clock());
        FlowUnderTest replayed = flow(anew);

        replayed.advance(Duration.ofHours(5));
        replayed.sendAt(Topics.EVENTS, "job-1", event("job-1", 0, 600), FlowUnderTest.START);

        assertThat(anew.usage("anna", HOUR_OF_AUDIO)).isEqualTo(heard.usage("anna", HOUR_OF_AUDIO));
    }

    private int used() {
        return heard.usage("anna", HOUR_OF_AUDIO).used();
    }

    private void decoded(String jobId, double seconds) {
        flow.send(Topics.EVENTS, jobId, event(jobId, 0, seconds));
    }

    private void progressed(String jobId, double done, double total) {
        flow.send(Topics.EVENTS, jobId, event(jobId, done, total));
    }

    private void completed(String jobId, double seconds) {
        Transcript transcript = Examples.transcript(jobId, "upload-1", "all of it");
        transcript.setClient("anna");
        transcript.setDurationSeconds(seconds);
        flow.send(Topics.DONE, jobId, transcript);
    }

    private void remove(String jobId) {
        flow.send(
                Topics.CONTROL,
                jobId,
                JobCommand.newBuilder()
                        .setJobId(jobId)
                        .setCommand(Command.REMOVE)
                        .setAt(Instant.EPOCH)
                        .build());
    }

    private static JobEvent event(String jobId, double done, double total) {
        return JobEvent.newBuilder()
                .setEventId("e")
                .setJobId(jobId)
                .setClient("anna")
                .setType(EventType.DECODED)
                .setStage(Stage.PREPARING)
                .setSecondsDone(done)
                .setSecondsTotal(total)
                .build();
    }

    private FlowUnderTest flow(HeardAudio audio) {
        FlowUnderTest one = FlowUnderTest.of(new BoardFlow(upload -> {}, new OpenJobs(), audio, new JobChanges()));
        flows.add(one);
        return one;
    }

    /** The time of the first flow. */
    private Clock clock() {
        InstantSource now =
                () -> flows.isEmpty() ? FlowUnderTest.START : flows.get(0).now();
        return now.withZone(ZoneOffset.UTC);
    }
}
