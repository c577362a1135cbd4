package io.scribestream.chunker;

import io.scribestream.chunker.Intake.Place;
import io.scribestream.chunker.state.Cursor;
import io.scribestream.runtime.trace.Span;
import io.scribestream.runtime.trace.Trace;
import io.scribestream.runtime.trace.Traces;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The trace of a job: what its sender named, or one that begins where the job is taken on. It lies with the cursor, since
 * chunks leave long after the job's record was read, and maybe in another process. For the stream thread.
 */
final class JobTrace {

    private final Map<String, Instant> fetches = new HashMap<>();

    /** A job is taken on: from now on it belongs to a trace, if there is one. */
    static void begin(Cursor cursor, String jobId, Place place, Instant now) {
        Trace sent = Trace.of(place.headers());
        Trace trace = Traces.record(Span.of("take job", sent, now, now)
                .of(Span.Kind.CONSUMER)
                .with(Map.of("job.id", jobId, "messaging.destination.name", "transcription." + place.topic())));
        cursor.setTraceparent(trace.parent());
        cursor.setTracestate(trace.state());
    }

    static Trace of(Cursor cursor) {
        return Trace.of(cursor.getTraceparent(), cursor.getTracestate());
    }

    /** For a record about the job. */
    static Headers headers(Cursor cursor) {
        Headers headers = new RecordHeaders();
        of(cursor).putOn(headers);
        return headers;
    }

    void fetchBegins(String jobId, Instant now) {
        if (Traces.on()) {
            fetches.put(jobId, now);
        }
    }

    /** @param failure empty where the source is there */
    void fetchEnds(String jobId, Cursor cursor, Instant now, String failure) {
        Instant began = fetches.remove(jobId);
        if (began != null) {
            Traces.record(Span.of("fetch source", of(cursor), began, now)
                    .with(Map.of("job.id", jobId))
                    .failed(failure));
        }
    }
}
