package io.scribestream.merger;

import static io.scribestream.merger.Said.broken;
import static io.scribestream.merger.Said.chunk;
import static io.scribestream.merger.Said.end;
import static io.scribestream.merger.Said.failedChunk;
import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.JobFailure;
import io.scribestream.testkit.FlowUnderTest;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cancelled when nothing is left to be heard; the chunker passes each order on. */
class CancelFlowTest {

    private final Set<String> cancelled = new HashSet<>();
    private final FlowUnderTest flow = FlowUnderTest.of(new MergerFlow(job -> cancelled.contains(job.getJobId())));

    @AfterEach
    void close() {
        flow.close();
    }

    @Test
    void winsBeforeTheTranscriptIsWritten() {
        send(end("job-1", 2, 10), chunk("job-1", 0, 1, 3, "hello"));
        cancelled.add("job-1");
        send(chunk("job-1", 1, 5, 7, "world"));

        assertThat(flow.received(Topics.DONE)).isEmpty();
        assertThat(flow.received(Topics.ERROR)).singleElement().satisfies(failure -> {
            assertThat(failure.getReason()).isEqualTo("cancelled");
            assertThat(failure.getClient()).isEqualTo("anna");
        });
        assertThat(flow.received(Topics.EVENTS))
                .extracting(JobEvent::getType)
                .containsExactly(EventType.PARTIAL, EventType.FAILED);

        send(broken("job-1", 0, "cancelled", true));
        assertThat(flow.received(Topics.EVENTS)).hasSize(2);
        assertThat(flow.received(Topics.ERROR)).hasSize(1);
        assertStoresAreEmpty();
    }

    @Test
    void winsTooWhenTheEndComesLast() {
        send(chunk("job-1", 0, 1, 3, "hello"));
        cancelled.add("job-1");
        send(end("job-1", 1, 10), broken("job-1", 1, "cancelled", true));

        assertThat(flow.received(Topics.DONE)).isEmpty();
        assertThat(flow.received(Topics.ERROR))
                .extracting(JobFailure::getReason)
                .containsExactly("cancelled");
        assertStoresAreEmpty();
    }

    @Test
    void isRefusedWhenTheTranscriptIsThere() {
        send(end("job-1", 1, 10), chunk("job-1", 0, 1, 3, "hello"));
        send(broken("job-1", 0, "cancelled", true), broken("job-1", 0, "cancelled", true));

        assertThat(flow.received(Topics.DONE)).hasSize(1);
        assertThat(flow.received(Topics.ERROR)).isEmpty();
        assertThat(flow.received(Topics.EVENTS))
                .filteredOn(event -> event.getType() == EventType.REFUSED)
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.getDetails()).containsEntry("command", "CANCEL"))
                .extracting(JobEvent::getEventId)
                .doesNotHaveDuplicates();
        assertStoresAreEmpty();
    }

    @Test
    void isRefusedTooWhenTheTranscriptHasGapsThatCanBeHeardAgain() {
        send(end("job-1", 2, 10), chunk("job-1", 0, 1, 3, "hello"), failedChunk("job-1", 1, 5, 7, "engine_failed"));
        send(broken("job-1", 0, "cancelled", true));

        assertThat(flow.received(Topics.DONE)).hasSize(1);
        assertThat(flow.received(Topics.ERROR)).isEmpty();
        assertThat(flow.received(Topics.EVENTS)).extracting(JobEvent::getType).endsWith(EventType.REFUSED);
    }

    @Test
    void isNotSaidToBeRefusedOfAFailureThatNobodyOrdered() {
        send(end("job-1", 1, 10), chunk("job-1", 0, 1, 3, "hello"), broken("job-1", 1, "deadline", true));

        assertThat(flow.received(Topics.EVENTS)).extracting(JobEvent::getType).doesNotContain(EventType.REFUSED);
    }

    @Test
    void endsAJobWithItsOwnNameAlsoWhereTheOrderKnowsNoMoreThanItsId() {
        send(end("job-1", 2, 10), chunk("job-1", 0, 1, 3, "hello"), broken("job-1", 0, "cancelled", true));
        send(chunk("job-1", 1, 5, 7, "world"));

        assertThat(flow.received(Topics.ERROR)).hasSize(1);
        assertThat(flow.received(Topics.DONE)).isEmpty();
        assertStoresAreEmpty();
    }

    private void send(ChunkTranscript... records) {
        for (ChunkTranscript record : records) {
            flow.send(Topics.SEGMENTS, record.getJobId(), record);
        }
    }

    private void assertStoresAreEmpty() {
        assertThat(flow.storeIsEmpty(MergerRows.NAME)).isTrue();
        assertThat(flow.storeIsEmpty(MergerFlow.SUMMARIES)).isTrue();
    }
}
