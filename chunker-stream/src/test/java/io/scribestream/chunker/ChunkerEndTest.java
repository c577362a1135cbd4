package io.scribestream.chunker;

import static io.scribestream.chunker.ChunkerUnderTest.job;
import static io.scribestream.schemas.avro.EventType.REFUSED;
import static io.scribestream.schemas.avro.EventType.WAITING;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.Command;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.SourceEnd;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How jobs end before their source does: by a failure, or because somebody wants it. */
class ChunkerEndTest extends ChunkerFlowCase {

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
    void leavesItToTheMergerToCancelWhatIsHeardAndRefusesWhatNeverWas() {
        chunker.submit("job-1", 1);
        chunker.hearAll();
        chunker.order("job-1", Command.CANCEL);
        chunker.order("nobody", Command.CANCEL);
        chunker.order("job-1", Command.REDRIVE);
        assertThat(chunker.ends()).hasSize(2);
        SourceEnd passed = chunker.ends().get(1);
        assertThat(passed.getJob().getJobId()).isEqualTo("job-1");
        assertThat(passed.getFailure().getReason()).isEqualTo(Reason.CANCELLED.code());
        assertThat(passed.getAgain()).isTrue();
        assertThat(chunker.events(REFUSED))
                .hasSize(2)
                .extracting(JobEvent::getEventId)
                .doesNotHaveDuplicates();
    }

    @Test
    void tellsWhatCameOfAnOrderUnderTheNameOfTheClientWhoseJobItIs() {
        chunker.sources.add("/audio/open", 1);
        chunker.sources.add("/audio/heard", 1);
        chunker.submit(ChunkerUnderTest.job("heard").setClient("anna").build());
        chunker.hearAll();
        chunker.submit(ChunkerUnderTest.job("open").setClient("anna").build());
        chunker.order("open", Command.REDRIVE);
        chunker.order("heard", Command.REDRIVE);
        chunker.submit(ChunkerUnderTest.job("heard", "de").setClient("bert").build());
        chunker.order("heard", Command.CANCEL);

        assertThat(chunker.events(REFUSED))
                .hasSize(3)
                .extracting(JobEvent::getClient)
                .containsOnly("anna");
        assertThat(chunker.ends())
                .hasSize(3)
                .extracting(end -> end.getJob().getClient())
                .containsOnly("anna");
    }
}
