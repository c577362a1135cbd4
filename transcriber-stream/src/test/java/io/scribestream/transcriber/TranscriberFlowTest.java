package io.scribestream.transcriber;

import static io.scribestream.schemas.Topics.AUDIO;
import static io.scribestream.schemas.Topics.EVENTS;
import static io.scribestream.schemas.Topics.SEGMENTS;
import static io.scribestream.transcriber.Chunks.chunk;
import static io.scribestream.transcriber.FakeEngine.heard;
import static io.scribestream.transcriber.FakeEngine.segment;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.scribestream.runtime.DeadLetters;
import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.AudioChunk;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.testkit.FlowUnderTest;
import io.scribestream.testkit.GoldenTopology;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranscriberFlowTest {

    @TempDir
    private Path folder;

    private RoomUnderTest room;
    private FakeEngine engine;
    private TranscriberFlow transcriber;
    private FlowUnderTest flow;

    @BeforeEach
    void open() {
        room = new RoomUnderTest(folder);
        engine = room.engine;
        transcriber = new TranscriberFlow(room.room, InstantSource.system());
        flow = FlowUnderTest.of(transcriber);
    }

    @AfterEach
    void close() {
        flow.close();
        room.close();
    }

    @Test
    void sendsWhatWasHeardByJob() {
        engine.answers(heard(segment(1, 0.9, "hello world")));

        flow.send(AUDIO, "job-1/4", chunk(4));

        assertThat(flow.receivedRecords(SEGMENTS)).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo("job-1");
            assertThat(record.value().getIndex()).isEqualTo(4);
            assertThat(record.value().getSegments().get(0).getText()).isEqualTo("hello world");
            assertThat(record.value().getSegments().get(0).getEnd()).isGreaterThan(101);
            assertThat(record.value().getEngine()).isEqualTo("fake 1");
        });
    }

    @Test
    void saysThatAChunkWasHeard() {
        engine.answers(heard(segment(1, 0.9, "hello world")));

        flow.send(AUDIO, "job-1/4", chunk(4));

        JobEvent event = flow.received(EVENTS).get(0);
        assertThat(event.getType()).isEqualTo(EventType.HEARD);
        assertThat(event.getEventId()).isEqualTo("job-1/HEARD/4");
        assertThat(event.getDetails())
                .containsEntry("chunkIndex", "4")
                .containsEntry("attempts", "1")
                .containsEntry("calls", "1");
        assertThat(flow.receivedRecords(EVENTS)).extracting(TestRecord::key).containsExactly("job-1");
    }

    @Test
    void sendsAFailedChunkAsAResultToo() {
        engine.throwsIt(new RejectedException(Reason.ENGINE_FAILED, "refused"));

        flow.send(AUDIO, "job-1/0", chunk(0));

        assertThat(flow.received(SEGMENTS).get(0).getFailure().getReason()).isEqualTo("engine_failed");
        assertThat(flow.received(EVENTS).get(0).getReason()).isEqualTo("engine_failed");
    }

    @Test
    void answersAChunkOfAJobThatIsOverUnheardSoThatItsCreditComesBack() {
        room.jobEnds("job-1");

        flow.send(AUDIO, "job-1/4", chunk(4));

        assertThat(flow.received(SEGMENTS)).singleElement().satisfies(answer -> {
            assertThat(answer.getIndex()).isEqualTo(4);
            assertThat(answer.getFailure().getReason()).isEqualTo("cancelled");
        });
        assertThat(flow.received(EVENTS).get(0).getReason()).isEqualTo("cancelled");
        assertThat(flow.received(EVENTS).get(0).getDetails()).containsEntry("calls", "0");
        assertThat(engine.efforts).isEmpty();
    }

    @Test
    void countsCallsAndChunks() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Metrics.addRegistry(meters);
        try {
            engine.throwsIt(new UnavailableException("away"))
                    .answers(heard(segment(1, 0.9, "hello world")))
                    .throwsIt(new RejectedException(Reason.ENGINE_FAILED, "refused"));

            flow.send(AUDIO, "job-1/0", chunk(0));
            flow.send(AUDIO, "job-1/1", chunk(1));

            assertThat(meters.get("engine.calls").counter().count()).isEqualTo(3);
            assertThat(meters.get("engine.hear").timer().count()).isEqualTo(3);
            assertThat(chunks(meters, "heard")).isEqualTo(1);
            assertThat(chunks(meters, "engine_failed")).isEqualTo(1);
        } finally {
            Metrics.removeRegistry(meters);
        }
    }

    private static double chunks(SimpleMeterRegistry meters, String outcome) {
        return meters.get("engine.chunks").tag("outcome", outcome).counter().count();
    }

    @Test
    void answersAMistakeOfOursBeforeItBecomesADeadLetterAndGoesOn() {
        engine.throwsIt(new IllegalStateException("a bug")).answers(heard(segment(1, 0.9, "next")));

        flow.send(AUDIO, "job-1/0", chunk(0));
        flow.send(AUDIO, "job-1/1", chunk(1));

        assertThat(flow.received(SEGMENTS))
                .extracting(ChunkTranscript::getIndex)
                .containsExactly(0, 1);
        assertThat(flow.received(SEGMENTS).get(0).getFailure().getReason()).isEqualTo("internal");
        assertThat(flow.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.key()).isEqualTo("job-1/0");
            assertThat(letter.headers().lastHeader(DeadLetters.ANSWERED))
                    .as("the job goes on with a gap")
                    .isNotNull();
        });
    }

    @Test
    void saysOfWhichRedriveAChunkIs() {
        engine.answers(heard(segment(1, 0.9, "hello world"))).throwsIt(new IllegalStateException("a bug"));
        AudioChunk again = chunk(4);
        again.setRedrive(2);

        flow.send(AUDIO, "job-1/4", again);
        flow.send(AUDIO, "job-1/4", again);

        assertThat(flow.received(SEGMENTS))
                .extracting(ChunkTranscript::getRedrive)
                .containsExactly(2, 2);
        assertThat(flow.received(EVENTS).get(0)).satisfies(event -> {
            assertThat(event.getEventId()).isEqualTo("job-1/HEARD/4/redrive-2");
            assertThat(event.getDetails()).containsEntry("redrive", "2");
        });
    }

    @Test
    void keepsItsTopology() {
        GoldenTopology.check(transcriber);
    }

    @Test
    void waitsForARecordAsLongAsHearingItMayTakeAndHoldsNoTransactionOpenForThat() {
        assertThat(transcriber.properties())
                .containsEntry("num.stream.threads", 3)
                .containsEntry("poll.ms", 100L)
                .containsEntry("main.consumer.max.poll.records", 1)
                .containsEntry(
                        "main.consumer.max.poll.interval.ms",
                        Math.toIntExact(Duration.ofMinutes(1 + 1 + 5 + 1).toMillis()))
                .doesNotContainKey("producer.transaction.timeout.ms");
    }
}
