package io.scribestream.runtime.trace;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where spans go: nowhere, until {@link Tracing} has started. One for a process, as Micrometer's global registry is, so that
 * whoever does some work can say so. Costs a look at a field where it is off. Thread-safe.
 */
public final class Traces {

    private static volatile @Nullable Sink sink;

    /** Takes spans. */
    interface Sink {
        Trace record(Span span);

        Open begin(Trace parent, Instant began);
    }

    /** Work that others become part of before it is done. */
    public interface Open {

        /** Where those belong. */
        Trace trace();

        /** @param done its parent and its beginning are known already */
        void end(Span done);
    }

    private record Untold(Trace trace) implements Open {
        @Override
        public void end(Span done) {}
    }

    public static boolean on() {
        return sink != null;
    }

    /** Tells of work that is done; gives where what follows from it belongs. */
    public static Trace record(Span span) {
        Sink present = sink;
        return present == null ? span.parent() : present.record(span);
    }

    public static Open begin(Trace parent, Instant began) {
        Sink present = sink;
        return present == null ? new Untold(parent) : present.begin(parent, began);
    }

    static void sendTo(@Nullable Sink another) {
        sink = another;
    }

    private Traces() {}
}
