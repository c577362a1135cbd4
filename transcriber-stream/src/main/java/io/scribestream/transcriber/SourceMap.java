package io.scribestream.transcriber;

import io.scribestream.schemas.avro.Span;
import io.scribestream.transcriber.engine.Speech;
import java.util.List;

/**
 * The way from a chunk's time back to its source's. A chunk joins spans of the source with a little silence between
 * them; a time in that silence belongs to the nearer span.
 *
 * @param spans in order, in the chunk and in the source
 */
record SourceMap(List<Span> spans) {

    SourceMap {
        if (spans.isEmpty()) {
            throw new IllegalArgumentException("a chunk without spans");
        }
        spans = List.copyOf(spans);
    }

    /** The span that a time of the chunk, in seconds, lies in or nearest to; the earlier one of two as near. */
    int spanAt(double seconds) {
        double sample = seconds * Speech.SAMPLE_RATE;
        for (int i = 0; i < spans.size() - 1; i++) {
            double end = chunkEnd(i);
            double join = spans.get(i + 1).getChunkStart() - end;
            if (sample <= end + join / 2) {
                return i;
            }
        }
        return spans.size() - 1;
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

    private int chunkEnd(int span) {
        return spans.get(span).getChunkStart() + spans.get(span).getLength();
    }
}
