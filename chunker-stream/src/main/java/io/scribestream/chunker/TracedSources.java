package io.scribestream.chunker;

import io.scribestream.chunker.cut.Cut;
import io.scribestream.runtime.trace.Span;
import io.scribestream.runtime.trace.Trace;
import io.scribestream.runtime.trace.Traces;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sources whose opening, decoding and cutting show in the trace of their job. */
final class TracedSources implements SourceOpener {

    private final SourceOpener opener;
    private final Trace trace;

    private TracedSources(SourceOpener opener, Trace trace) {
        this.opener = opener;
        this.trace = trace;
    }

    /** The opener itself where spans go nowhere. */
    static SourceOpener of(SourceOpener opener, Trace trace) {
        return Traces.on() ? new TracedSources(opener, trace) : opener;
    }

    @Override
    public OpenSource open(TranscriptionJob job) {
        Instant began = Instant.now();
        try {
            OpenSource open = opener.open(job);
            tell("open source", job, began, "");
            return new Traced(open, job);
        } catch (RuntimeException | Error e) {
            tell("open source", job, began, e.toString());
            throw e;
        }
    }

    private void tell(String name, TranscriptionJob job, Instant began, String failure) {
        Traces.record(Span.of(name, trace, began, Instant.now())
                .with(Map.of("job.id", job.getJobId()))
                .failed(failure));
    }

    private final class Traced extends CutsOf {

        private final TranscriptionJob job;

        Traced(OpenSource source, TranscriptionJob job) {
            super(source);
            this.job = job;
        }

        @Override
        public @Nullable Cut next() {
            Instant began = Instant.now();
            try {
                Cut next = source.next();
                tell("cut chunk", job, began, "");
                return next;
            } catch (RuntimeException | Error e) {
                tell("cut chunk", job, began, e.toString());
                throw e;
            }
        }
    }
}
