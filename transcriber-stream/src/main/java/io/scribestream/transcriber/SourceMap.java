package io.scribestream.transcriber;

import io.scribestream.schemas.avro.Span;
import io.scribestream.transcriber.engine.Speech;
import java.util.ArrayList;
import java.util.List;

/**
 * The way from a chunk's time back to its source's. A chunk joins spans of the source with a little silence between
 * them; a time in that silence belongs to the nearer span. Spans between which nothing was left out or put in are one.
 *
 * @param spans in order, in the chunk and in the source
 */
record SourceMap(List<Span> spans) {

    SourceMap {
        if (spans.isEmpty()) {
            throw new IllegalArgumentException("a chunk without spans");
        }
        spans = List.copyOf(joined(spans));
    }

    private static List<Span> joined(List<Span> spans) {
        List<Span> joined = new ArrayList<>();
        for (Span span : spans) {
            int last = joined.size() - 1;
            if (last >= 0 && follows(joined.get(last), span)) {
                Span before = joined.get(last);
                joined.set(
                        last,
                        new Span(
                                before.getSourceStart(),
                                before.getChunkStart(),
                                before.getLength() + span.getLength()));
            } else {
                joined.add(span);
            }
        }
        return joined;
    }

    private static boolean follows(Span before, Span span) {
        return before.getSourceStart() + before.getLength() == span.getSourceStart()
                && before.getChunkStart() + before.getLength() == span.getChunkStart();
    }

    /** The middle of the silence before a span, in seconds of the chunk. */
    double join(int span) {
        return (end(span - 1) + start(span)) / 2;
    }

    /** A span's start in seconds of the chunk. */
    double start(int span) {
        return (double) spans.get(span).getChunkStart() / Speech.SAMPLE_RATE;
    }

    /** A span's end in seconds of the chunk. */
    double end(int span) {
        return start(span) + (double) spans.get(span).getLength() / Speech.SAMPLE_RATE;
    }

    /** A time of the chunk in seconds of the source, moved into a span where it lies outside. */
    double toSource(int span, double seconds) {
        Span home = spans.get(span);
        double within = seconds * Speech.SAMPLE_RATE - home.getChunkStart();
        return (home.getSourceStart() + Math.max(0, Math.min(home.getLength(), within))) / Speech.SAMPLE_RATE;
    }

    /** Seconds of the source that were left out between two spans of the chunk; 0 for the same span. */
    double leftOut(int before, int after) {
        if (before == after) {
            return 0;
        }
        Span first = spans.get(before);
        return (double) (spans.get(after).getSourceStart() - first.getSourceStart() - first.getLength())
                / Speech.SAMPLE_RATE;
    }
}
