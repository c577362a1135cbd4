package io.scribestream.merger.assembly;

import io.scribestream.schemas.avro.Segment;
import java.util.List;

/**
 * Two chunks that heard the same stretch of a recording, with everything once.
 *
 * @param left segments of the left chunk that stay, cut where the right one takes over
 * @param right segments of the right chunk that stay
 */
record Overlap(List<Segment> left, List<Segment> right) {

    /**
     * @param from start of the overlap in seconds of the source
     * @param to its end; not behind {@code from} where the chunks do not overlap
     */
    static Overlap of(List<Segment> left, List<Segment> right, double from, double to) {
        if (to <= from) {
            return new Overlap(left, right);
        }
        List<Unit> tail = Unit.of(left);
        List<Unit> head = Unit.of(right);
        Seam seam = Seam.between(tail, head, from, to);
        boolean leftHeard = tail.stream().anyMatch(unit -> unit.end() > from);
        boolean rightHeard = head.stream().anyMatch(unit -> unit.start() < to);
        // text that is not trusted is not needed where the other chunk has trusted words for the same time
        return new Overlap(
                Recut.units(left, 0, seam.left()).stream()
                        .filter(segment -> !rightHeard || trusted(segment) || segment.getStart() < from)
                        .toList(),
                Recut.units(right, seam.right(), head.size()).stream()
                        .filter(segment -> !leftHeard || trusted(segment) || segment.getEnd() > to)
                        .toList());
    }

    private static boolean trusted(Segment segment) {
        return segment.getSuppressed().isEmpty();
    }
}
