package io.scribestream.chunker;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.runtime.trace.Trace;
import io.scribestream.schemas.Topic;
import io.scribestream.schemas.Topics;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

class JobTraceTest {

    private static final Trace SENT = Trace.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "vendor=1");

    @Test
    void everyRecordAboutAJobCarriesItsTraceAlsoAfterARestart() {
        ChunkerUnderTest before = ChunkerUnderTest.withWindow(2);
        before.sources.add("/audio/job-1", 5);
        Headers headers = new RecordHeaders();
        SENT.putOn(headers);
        before.flow.send(Topics.JOBS, "job-1", ChunkerUnderTest.job("job-1").build(), headers);
        before.settle();
        assertThat(traces(before, Topics.AUDIO)).hasSize(2).containsOnly(SENT);
        assertThat(traces(before, Topics.EVENTS)).isNotEmpty().containsOnly(SENT);

        try (ChunkerUnderTest after = before.restarted(16, jobId -> true)) {
            after.settle();

            assertThat(traces(after, Topics.AUDIO)).hasSize(3).containsOnly(SENT);
            assertThat(traces(after, Topics.SEGMENTS)).hasSize(1).containsOnly(SENT);
            assertThat(traces(after, Topics.EVENTS)).isNotEmpty().containsOnly(SENT);
        }
    }

    @Test
    void nothingIsMadeUpWhereNobodyNamedATrace() {
        try (ChunkerUnderTest chunker = ChunkerUnderTest.withWindow(16)) {
            chunker.submit("job-1", 2);

            assertThat(traces(chunker, Topics.AUDIO)).hasSize(2).containsOnly(Trace.NONE);
        }
    }

    private static <V extends SpecificRecord> List<Trace> traces(ChunkerUnderTest chunker, Topic<V> topic) {
        return chunker.flow.receivedRecords(topic).stream()
                .map(TestRecord::headers)
                .map(Trace::of)
                .toList();
    }
}
