package io.scribestream.chunker;

import static io.scribestream.chunker.ChunkerUnderTest.job;
import static io.scribestream.schemas.avro.EventType.ACCEPTED;
import static io.scribestream.schemas.avro.EventType.REFUSED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Records of jobs that come twice, changed, under the name of another, or as no job at all. */
class ChunkerIntakeTest extends ChunkerFlowCase {

    private static final byte[] GARBAGE = {7, 7, 7, 7, 7, 7};

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
}
