package io.scribestream.merger;

import static io.scribestream.merger.Said.again;
import static io.scribestream.merger.Said.broken;
import static io.scribestream.merger.Said.chunk;
import static io.scribestream.merger.Said.end;
import static io.scribestream.merger.Said.failedChunk;
import static io.scribestream.merger.Said.givenUp;
import static io.scribestream.merger.Said.redrive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.Gap;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.testkit.FlowUnderTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Gaps that are heard again, once their job has its transcript. */
class RedriveFlowTest {

    private final FlowUnderTest flow = FlowUnderTest.of(new MergerFlow());

    @AfterEach
    void close() {
        flow.close();
    }

    @Test
    void givesTheNextVersionOnceWhenTheLastGapIsBackAndSaysWhatItFixed() {
        // Given
        send(completed());
        send(redrive("job-1", 1, 1, 3));
        // When
        send(again(1, chunk("job-1", 3, 15, 18, "four")));
        assertThat(flow.received(Topics.DONE)).hasSize(1);
        send(again(1, chunk("job-1", 1, 5, 8, "two")), again(1, chunk("job-1", 1, 5, 8, "two")));
        // Then
        assertThat(flow.received(Topics.DONE))
                .extracting(Transcript::getVersion)
                .containsExactly(1, 2);
        Transcript second = flow.received(Topics.DONE).get(1);
        assertThat(second.getText()).isEqualTo("one two three four");
        assertThat(second.getRedrive()).isEqualTo(1);
        assertThat(second.getFixed())
                .extracting(Gap::getStart, Gap::getEnd, Gap::getReason)
                .containsExactly(tuple(5.0, 8.0, "engine_failed"), tuple(15.0, 18.0, "deadline"));
        assertThat(second.getCoverage().getGaps()).isEmpty();
        assertThat(flow.received(Topics.DONE).get(0).getFixed()).isEmpty();
        assertThat(events(EventType.COMPLETED))
                .extracting(JobEvent::getEventId)
                .containsExactly("job-1/COMPLETED", "job-1/COMPLETED/2");
        assertStoresAreEmpty();
    }

    @Test
    void saysTheNewReasonOfWhatIsAGapAgainAndHearsThatOnceMore() {
        send(completed());
        send(redrive("job-1", 1, 1, 3));
        send(again(1, failedChunk("job-1", 1, 5, 8, "deadline")), again(1, chunk("job-1", 3, 15, 18, "four")));

        Transcript second = flow.received(Topics.DONE).get(1);
        assertThat(second.getText()).isEqualTo("one three four");
        assertThat(second.getFixed()).extracting(Gap::getStart).containsExactly(15.0);
        assertThat(second.getCoverage().getGaps())
                .extracting(Gap::getStart, Gap::getReason)
                .containsExactly(tuple(5.0, "deadline"));

        send(redrive("job-1", 2, 1), again(2, chunk("job-1", 1, 5, 8, "two")));

        Transcript third = flow.received(Topics.DONE).get(2);
        assertThat(third.getVersion()).isEqualTo(3);
        assertThat(third.getText()).isEqualTo("one two three four");
        assertThat(third.getFixed()).extracting(Gap::getReason).containsExactly("deadline");
        assertStoresAreEmpty();
    }

    @Test
    void givesNoVersionWhereARedriveIsGivenUpBeforeAnythingCameBack() {
        send(completed());
        send(redrive("job-1", 1, 1, 3), givenUp("job-1", 1, "source_not_found"));
        send(again(1, chunk("job-1", 1, 5, 8, "late")));

        assertThat(flow.received(Topics.DONE)).hasSize(1);
        send(redrive("job-1", 2, 1, 3));
        send(again(2, chunk("job-1", 1, 5, 8, "two")), again(2, chunk("job-1", 3, 15, 18, "four")));
        assertThat(flow.received(Topics.DONE))
                .extracting(Transcript::getVersion)
                .containsExactly(1, 2);
        assertThat(flow.received(Topics.DONE).get(1).getText()).isEqualTo("one two three four");
    }

    @Test
    void keepsWhatCameBackBeforeARedriveWasGivenUp() {
        send(completed());
        send(redrive("job-1", 1, 1, 3), again(1, chunk("job-1", 1, 5, 8, "two")));
        send(givenUp("job-1", 1, "source_not_found"), givenUp("job-1", 1, "source_not_found"));

        assertThat(flow.received(Topics.DONE)).hasSize(2);
        Transcript second = flow.received(Topics.DONE).get(1);
        assertThat(second.getText()).isEqualTo("one two three");
        assertThat(second.getFixed()).extracting(Gap::getStart).containsExactly(5.0);
        assertThat(second.getCoverage().getGaps())
                .extracting(Gap::getStart, Gap::getReason)
                .as("the other stays what it was")
                .containsExactly(tuple(15.0, "deadline"));
    }

    @Test
    void ignoresWhatIsNoPartOfTheRedriveUnderWay() {
        send(completed());
        send(
                redrive("job-1", 2, 1, 3),
                redrive("job-1", 1, 1),
                again(1, chunk("job-1", 1, 5, 8, "of an older redrive")),
                chunk("job-1", 1, 5, 8, "of the first hearing"),
                again(2, chunk("job-1", 0, 0, 3, "never failed")),
                broken("job-1", 4, "cancelled", true),
                end("job-1", 4, 20));

        assertThat(flow.received(Topics.DONE)).hasSize(1);
        assertThat(flow.received(Topics.ERROR)).isEmpty();
        send(again(2, chunk("job-1", 1, 5, 8, "two")), again(2, chunk("job-1", 3, 15, 18, "four")));
        assertThat(flow.received(Topics.DONE).get(1).getText()).isEqualTo("one two three four");
        assertThat(flow.deadLetters()).isEmpty();
    }

    @Test
    void refusesARedriveOfAJobWhoseChunksAreNotThere() {
        send(redrive("job-1", 1, 0), again(1, chunk("job-1", 0, 0, 3, "one")));

        assertThat(flow.received(Topics.DONE)).isEmpty();
        assertThat(events(EventType.REFUSED)).singleElement().satisfies(event -> {
            assertThat(event.getReason()).isEqualTo("no_gaps");
            assertThat(event.getDetails()).containsEntry("redrive", "1");
        });
        assertStoresAreEmpty();
    }

    @Test
    void forgetsAJobWithGapsWhenNobodyCanOrderThemAnyMore() {
        send(completed());

        flow.advance(GapHearing.KEPT.minus(Duration.ofDays(1)));
        assertThat(flow.storeIsEmpty(MergerRows.NAME)).isFalse();
        flow.advance(Duration.ofDays(1).plusHours(2));

        assertStoresAreEmpty();
    }

    @Test
    void setsAChunkAsideThatBreaksAPromiseAndStillTakesItsNextOne() {
        send(completed());
        send(redrive("job-1", 1, 1, 3), again(1, chunk("job-1", 3, 15, 18, "four")));
        ChunkTranscript wrong = again(1, chunk("job-1", 1, 5, 8, "two"));
        wrong.getSegments().get(0).setEnd(17);

        send(wrong);
        assertThat(flow.deadLetters()).hasSize(1);
        assertThat(flow.received(Topics.DONE)).hasSize(1);

        send(again(1, chunk("job-1", 1, 5, 8, "two")));
        assertThat(flow.received(Topics.DONE).get(1).getText()).isEqualTo("one two three four");
    }

    /** Four chunks, of which the second and the last could not be heard; the last record closes it. */
    private static ChunkTranscript[] completed() {
        return List.of(
                        chunk("job-1", 0, 0, 3, "one"),
                        failedChunk("job-1", 1, 5, 8, "engine_failed"),
                        end("job-1", 4, 20),
                        chunk("job-1", 2, 10, 13, "three"),
                        failedChunk("job-1", 3, 15, 18, "deadline"))
                .toArray(ChunkTranscript[]::new);
    }

    private List<JobEvent> events(EventType type) {
        return flow.received(Topics.EVENTS).stream()
                .filter(event -> event.getType() == type)
                .toList();
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
