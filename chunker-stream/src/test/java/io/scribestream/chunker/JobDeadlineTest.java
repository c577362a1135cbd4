package io.scribestream.chunker;

import static io.scribestream.chunker.ChunkerUnderTest.job;
import static io.scribestream.schemas.avro.EventType.COMPLETED;
import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.schemas.avro.AudioChunk;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobDeadlineTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final ChunkerUnderTest chunker = ChunkerUnderTest.withWindow(2);

    @AfterEach
    void close() {
        chunker.close();
    }

    @Test
    void countsFromSubmissionAsFarAsThatIsKnownAndPast() {
        assertThat(JobDeadline.asked(job("a").setDeadlineSeconds(60).build(), NOW))
                .isEqualTo(NOW.plusSeconds(60));
        assertThat(JobDeadline.asked(
                        job("a").setDeadlineSeconds(60)
                                .setSubmittedAt(NOW.minusSeconds(45))
                                .build(),
                        NOW))
                .isEqualTo(NOW.plusSeconds(15));
        assertThat(JobDeadline.asked(
                        job("a").setDeadlineSeconds(60)
                                .setSubmittedAt(NOW.plusSeconds(4_000))
                                .build(),
                        NOW))
                .isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void aJobThatWaitsBeyondItsSendersDeadlineEndsOnce() {
        chunker.sources.add("/audio/urgent", 3);
        chunker.submit(job("urgent").setDeadlineSeconds(30).build());
        chunker.submit("patient", 3);
        chunker.flow.advance(Duration.ofSeconds(40));
        chunker.flow.advance(Duration.ofSeconds(40));
        assertThat(chunker.onlyEnd().getJob().getJobId()).isEqualTo("urgent");
        assertThat(chunker.onlyEnd().getFailure().getReason()).isEqualTo("deadline");
        chunker.hearAll();
        assertThat(chunker.ends()).hasSize(2);
        assertThat(chunker.indexes("patient")).containsExactly(0, 1, 2);
    }

    @Test
    void aJobThatIsDoneInTimeDoesNotEndAgain() {
        chunker.sources.add("/audio/urgent", 3);
        chunker.submit(job("urgent").setDeadlineSeconds(30).build());
        chunker.hearAll();
        chunker.flow.advance(Duration.ofMinutes(5));
        assertThat(chunker.onlyEnd().getFailure()).isNull();
    }

    @Test
    void aJobThatStandsStillWhileOthersMoveIsGivenUp() {
        chunker.submit("stuck", 1);
        chunker.submit("moving", 200);
        AudioChunk stuck = chunker.unheard().get(0);
        assertThat(stuck.getJobId()).isEqualTo("stuck");
        for (int minutes = 0; minutes < 70; minutes++) {
            chunker.flow.advance(Duration.ofMinutes(1));
            AudioChunk next = chunker.unheard().get(1);
            chunker.hear(next, "en", 1);
        }
        assertThat(chunker.ends())
                .filteredOn(end -> end.getFailure() != null)
                .singleElement()
                .satisfies(end -> {
                    assertThat(end.getJob().getJobId()).isEqualTo("stuck");
                    assertThat(end.getFailure().getReason()).isEqualTo("deadline");
                    assertThat(end.getAgain()).isTrue();
                });
    }

    @Test
    void jobsWaitForATranscriberThatIsAwayAsLongAsItTakes() {
        chunker.submit("one", 5);
        chunker.submit("two", 5);
        for (int hours = 0; hours < 48; hours++) {
            chunker.flow.advance(Duration.ofHours(1));
        }
        assertThat(chunker.ends()).isEmpty();
        chunker.hearAll();
        assertThat(chunker.ends()).hasSize(2).allSatisfy(end -> assertThat(end.getFailure())
                .isNull());
    }

    @Test
    void aJobThatWaitsForItsTurnIsNotGivenUp() {
        chunker.submit("first", 300);
        chunker.submit("second", 300);
        List<AudioChunk> out = chunker.unheard();
        for (int minutes = 0; minutes < 100; minutes++) {
            chunker.flow.advance(Duration.ofMinutes(1));
            chunker.hearNext();
        }
        assertThat(out).isNotEmpty();
        assertThat(chunker.ends()).isEmpty();
        assertThat(chunker.events(COMPLETED)).isEmpty();
    }

    @Test
    void refusesADeadlineBelowZero() {
        chunker.submit(job("odd").setDeadlineSeconds(-1).build());
        assertThat(chunker.onlyEnd().getFailure().getReason()).isEqualTo("invalid_job");
        assertThat(chunker.onlyEnd().getFailure().getMessage()).contains("-1 s");
    }
}
