package io.scribestream.transcriber.engine.onnx.words;

import io.scribestream.transcriber.engine.words.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * How far the words of a line may lie: from one timestamp to the other and a little over, since the model's timestamps are
 * rougher than what its heads looked at; but never into the next line.
 */
final class LineSpans {

    /** In seconds: as far as OpenAI's {@code whisper/timing.py} lets words decide. */
    private static final double OVER = 0.5;

    /** Of its own length, that a line lends at each end at most. */
    private static final double LENT = 1.0 / 3;

    private LineSpans() {}

    /**
     * A span for each line, in order, none overlapping the next.
     *
     * @param spans between timestamps, in order
     * @param starts when the first word of each line begins by what the heads looked at
     */
    static List<Span> of(List<Span> spans, double[] starts) {
        List<Span> wide = new ArrayList<>();
        double from = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            double until = Double.POSITIVE_INFINITY;
            if (i + 1 < spans.size()) {
                Span next = spans.get(i + 1);
                until = Math.max(span.end() - lent(span), Math.min(next.start() + lent(next), starts[i + 1]));
            }
            wide.add(new Span(Math.max(from, span.start() - OVER), Math.min(until, span.end() + OVER)));
            from = until;
        }
        return wide;
    }

    private static double lent(Span span) {
        return Math.min(OVER, LENT * (span.end() - span.start()));
    }
}
