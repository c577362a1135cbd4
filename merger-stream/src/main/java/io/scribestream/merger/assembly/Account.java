package io.scribestream.merger.assembly;

import io.scribestream.merger.assembly.Stretches.Stretch;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.Coverage;
import io.scribestream.schemas.avro.Failure;
import io.scribestream.schemas.avro.Gap;
import io.scribestream.schemas.avro.Segment;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of every sample: gap where all chunks that held it failed, suppressed where it was heard but only
 * untrusted text came of it, transcribed where it was heard otherwise, silent where no chunk held it. Not thread-safe.
 */
final class Account {

    private final List<Stretch> heard = new ArrayList<>();
    private final List<ChunkTranscript> failed = new ArrayList<>();
    private final List<Stretch> suppressed = new ArrayList<>();
    private final List<Stretch> trusted = new ArrayList<>();

    void add(ChunkTranscript chunk) {
        if (chunk.getFailure() == null) {
            heard.addAll(spans(chunk));
        } else {
            failed.add(chunk);
        }
    }

    void add(Segment segment) {
        Stretch time = new Stretch(Samples.of(segment.getStart()), Samples.of(segment.getEnd()));
        (segment.getSuppressed().isEmpty() ? trusted : suppressed).add(time);
    }

    /**
     * @param samples length of the source; nothing outside of it is counted
     */
    Coverage coverage(long samples) {
        Stretches source = Stretches.of(0, samples);
        Stretches heardParts = Stretches.of(heard).and(source);
        Stretches doubted = Stretches.of(suppressed).and(heardParts).minus(Stretches.of(trusted));
        List<Gap> gaps = new ArrayList<>();
        Stretches missing = source.minus(heardParts);
        long gapSamples = 0;
        for (ChunkTranscript chunk : failed) {
            Stretches lost = Stretches.of(spans(chunk)).and(missing);
            missing = missing.minus(lost);
            gapSamples += lost.length();
            lost.parts().forEach(part -> add(gaps, part, chunk.getFailure()));
        }
        return new Coverage(
                Samples.seconds(heardParts.length() - doubted.length()),
                Samples.seconds(missing.length()),
                Samples.seconds(doubted.length()),
                Samples.seconds(gapSamples),
                gaps);
    }

    /** Gaps that touch and have the same reason are one. */
    private static void add(List<Gap> gaps, Stretch part, Failure why) {
        Gap gap = new Gap(Samples.seconds(part.from()), Samples.seconds(part.to()), why.getReason(), why.getMessage());
        Gap last = gaps.isEmpty() ? null : gaps.get(gaps.size() - 1);
        if (last != null && last.getEnd() == gap.getStart() && last.getReason().equals(gap.getReason())) {
            last.setEnd(gap.getEnd());
        } else {
            gaps.add(gap);
        }
    }

    private static List<Stretch> spans(ChunkTranscript chunk) {
        return chunk.getSpans().stream()
                .map(span -> new Stretch(span.getSourceStart(), Samples.end(span)))
                .toList();
    }
}
