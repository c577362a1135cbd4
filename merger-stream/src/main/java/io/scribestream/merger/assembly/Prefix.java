package io.scribestream.merger.assembly;

import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.Segment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The complete beginning of a transcript: chunks go in, in the order of their indexes, and segments that will not change
 * any more come out. A chunk that was cut inside speech holds its last segments back until the next one is there. The
 * same chunks give the same segments, whether they are added live or after all are in.
 *
 * @param held the last chunk with the segments that may still change; null where there are none
 * @param lastStart start of the last segment that came out, in seconds
 */
public record Prefix(@Nullable ChunkTranscript held, double lastStart) {

    public static final Prefix EMPTY = new Prefix(null, 0);

    /** The longest overlap of two chunks, in seconds; a longer one is used only this far. */
    private static final double LONGEST_OVERLAP = 4;

    /** Words may be placed a little before the overlap that they belong to. */
    private static final double SLACK = 0.5;

    /**
     * A step of the prefix.
     *
     * @param ready segments that became final
     * @param prefix what to add the next chunk to
     */
    public record Step(List<Segment> ready, Prefix prefix) {}

    /**
     * @throws IllegalStateException if the chunk has text outside of its spans
     */
    public Step add(ChunkTranscript chunk) {
        boolean heard = chunk.getFailure() == null;
        List<Segment> left = held == null ? List.of() : held.getSegments();
        List<Segment> right = heard ? Chunks.segments(chunk) : List.of();
        if (held != null && heard && chunk.getForcedStart()) {
            Overlap overlap = Overlap.of(left, right, from(held, chunk), Samples.end(held));
            left = overlap.left();
            right = overlap.right();
        }
        int ready = heard && chunk.getForcedEnd() ? settled(right, Samples.end(chunk)) : right.size();
        List<Segment> out = new ArrayList<>(left);
        out.addAll(right.subList(0, ready));
        List<Segment> rest = right.subList(ready, right.size());
        return step(out, rest.isEmpty() ? null : with(chunk, rest));
    }

    /** What is held back comes out: there is no next chunk. */
    public Step end() {
        return step(held == null ? List.of() : held.getSegments(), null);
    }

    /** Seconds of the source, from its start, for which no more text will come, when {@code last} was added last. */
    public double secondsDone(ChunkTranscript last) {
        return held == null ? Samples.end(last) : held.getSegments().get(0).getStart();
    }

    private static double from(ChunkTranscript left, ChunkTranscript right) {
        return Math.max(Samples.start(right), Samples.end(left) - LONGEST_OVERLAP);
    }

    private static int settled(List<Segment> segments, double end) {
        int settled = 0;
        while (settled < segments.size() && segments.get(settled).getEnd() < end - LONGEST_OVERLAP - SLACK) {
            settled++;
        }
        return settled;
    }

    private Step step(List<Segment> segments, @Nullable ChunkTranscript rest) {
        List<Segment> ready = new ArrayList<>(segments.size());
        double last = lastStart;
        for (Segment segment : segments) {
            ready.add(
                    segment.getStart() < last ? Recut.clip(segment, last, Math.max(last, segment.getEnd())) : segment);
            last = Math.max(last, segment.getStart());
        }
        return new Step(List.copyOf(ready), new Prefix(rest, last));
    }

    private static ChunkTranscript with(ChunkTranscript chunk, List<Segment> segments) {
        return ChunkTranscript.newBuilder()
                .setJobId(chunk.getJobId())
                .setClient(chunk.getClient())
                .setIndex(chunk.getIndex())
                .setSpans(chunk.getSpans())
                .setForcedEnd(chunk.getForcedEnd())
                .setSegments(List.copyOf(segments))
                .build();
    }
}
