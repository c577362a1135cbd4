package io.scribestream.merger.assembly;

import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.SourceEnd;
import io.scribestream.schemas.avro.Span;
import java.util.List;

/** Samples of 16 kHz and seconds. */
final class Samples {

    private static final double RATE = 16_000;

    static double seconds(long samples) {
        return samples / RATE;
    }

    static long of(double seconds) {
        return Math.round(seconds * RATE);
    }

    /** Where the chunk begins in the source, in seconds; 0 for a chunk without spans. */
    static double start(ChunkTranscript chunk) {
        List<Span> spans = chunk.getSpans();
        return spans.isEmpty() ? 0 : seconds(spans.get(0).getSourceStart());
    }

    /** Where the chunk ends in the source, in seconds; 0 for a chunk without spans. */
    static double end(ChunkTranscript chunk) {
        List<Span> spans = chunk.getSpans();
        return spans.isEmpty() ? 0 : seconds(end(spans.get(spans.size() - 1)));
    }

    static long end(Span span) {
        return span.getSourceStart() + span.getLength();
    }

    /** What a damaged source declares behind its last sample. */
    static long missing(SourceEnd end) {
        boolean damaged = !end.getDamaged().isEmpty() && end.getDeclaredSeconds() > 0;
        return damaged ? Math.max(0, of(end.getDeclaredSeconds()) - end.getSamples()) : 0;
    }

    private Samples() {}
}
