package io.scribestream.merger;

import io.scribestream.runtime.trace.Span;
import io.scribestream.runtime.trace.Trace;
import io.scribestream.runtime.trace.Traces;
import io.scribestream.schemas.avro.ChunkTranscript;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.streams.processor.api.Record;

/** What a merge shows in the trace of its job. */
final class MergeSpan {

    private static final String NAME = "merge transcript";

    /**
     * @param last the record with which there was all to be merged; it carries the trace
     * @param redrive 0 for the first hearing
     * @param failure the reason's code; empty where there is a transcript
     */
    static void tell(Record<String, ChunkTranscript> last, int redrive, Instant began, Instant ended, String failure) {
        Traces.record(Span.of(NAME, Trace.of(last.headers()), began, ended)
                .with(Map.of("job.id", last.value().getJobId(), "redrive", Integer.toString(redrive)))
                .failed(failure));
    }

    private MergeSpan() {}
}
