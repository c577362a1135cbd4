package io.scribestream.testkit;

import static io.scribestream.schemas.Topics.CONTROL;
import static io.scribestream.schemas.Topics.ERROR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.schemas.avro.Command;
import io.scribestream.schemas.avro.JobCommand;
import io.scribestream.schemas.avro.JobFailure;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.streams.errors.TopologyException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FlowUnderTestTest {

    @Test
    void keepsAllThatWasSentWithItsKey() {
        try (FlowUnderTest flow = FlowUnderTest.of(new EndedJobsFlow())) {
            flow.send(CONTROL, "job-1", cancel("job-1"));
            assertThat(flow.received(ERROR)).hasSize(1);

            flow.send(CONTROL, "job-2", cancel("job-2"));

            assertThat(flow.receivedRecords(ERROR)).extracting(TestRecord::key).containsExactly("job-1", "job-2");
            assertThat(flow.received(ERROR)).extracting(JobFailure::getReason).containsOnly("cancelled");
        }
    }

    @Test
    void runsWhatIsDueWhenTimePasses() {
        try (FlowUnderTest flow = FlowUnderTest.of(new EndedJobsFlow())) {
            flow.send(CONTROL, "job-1", cancel("job-1"));
            assertThat(flow.storeIsEmpty(EndedJobsFlow.STORE)).isFalse();

            flow.advance(Duration.ofHours(1));

            assertThat(flow.storeIsEmpty(EndedJobsFlow.STORE)).isTrue();
        }
    }

    @Test
    void saysWhichStoresThereAre() {
        try (FlowUnderTest flow = FlowUnderTest.of(new EndedJobsFlow())) {
            assertThatThrownBy(() -> flow.storeIsEmpty("ended"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(EndedJobsFlow.STORE);
        }
    }

    @Test
    void saysThatAnIteratorWasLeftOpen() {
        FlowUnderTest flow = FlowUnderTest.of(new EndedJobsFlow());
        flow.send(CONTROL, "job-1", cancel("job-1"));
        KeyValueIterator<String, JobCommand> open =
                flow.<String, JobCommand>store(EndedJobsFlow.STORE).all();
        assertThat(open).hasNext();

        assertThatThrownBy(flow::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("1 over")
                .hasMessageContaining(EndedJobsFlow.STORE);
    }

    @Test
    void refusesAFlowThatLeavesAStoreWithoutAName() {
        assertThatThrownBy(() -> FlowUnderTest.of(new NamelessFlow())).isInstanceOf(TopologyException.class);
    }

    @Test
    void holdsTheTopologyToItsFile() {
        GoldenTopology.check(new EndedJobsFlow());
    }

    @Test
    void saysHowToRenewATopologyThatDiffers(@TempDir Path folder) {
        assertThatThrownBy(() -> GoldenTopology.check(new EndedJobsFlow(), folder, false))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("-Dgolden.update=true");

        GoldenTopology.check(new EndedJobsFlow(), folder, true);
        GoldenTopology.check(new EndedJobsFlow(), folder, false);
    }

    private static JobCommand cancel(String jobId) {
        return JobCommand.newBuilder()
                .setJobId(jobId)
                .setCommand(Command.CANCEL)
                .build();
    }
}
