package io.scribestream.merger.assembly;

import io.scribestream.merger.assembly.Stretches.Stretch;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.Coverage;
import io.scribestream.schemas.avro.Failure;
import io.scribestream.schemas.avro.Gap;
import io.scribestream.schemas.avro.Segment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of every sample: gap where all chunks that held it failed, suppressed where it was heard but only
 * untrusted text came of it, transcribed where it was heard otherwise, silent where no chunk held it. Counted in samples,
 * so that it adds up exactly. Not thread-safe.
 */
final class Account {

    private final List<Stretch> heard = new ArrayList<>();
    private final List<ChunkTranscript> failed = new ArrayList<>();
    private final Map<String, List<Stretch>> suppressed = new LinkedHashMap<>();
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
        if (segment.getSuppressed().isEmpty()) {
            trusted.add(time);
        } else {
            suppressed
                    .computeIfAbsent(segment.getSuppressed(), reason -> new ArrayList<>())
                    .add(time);
        }
    }

    /**
     * What became of a source.
     *
     * @param samples its length; nothing outside of it is counted
     * @param damaged samples that it declares behind them
     */
    Coverage coverage(long samples, long damaged) {
        Stretches source = Stretches.of(0, samples);
        Stretches heardParts = Stretches.of(heard).and(source);
        Map<String, Long> doubts = doubts(heardParts.minus(Stretches.of(trusted)));
        long doubted = doubts.values().stream().mapToLong(Long::longValue).sum();
        List<Gap> gaps = new ArrayList<>();
        Stretches missing = source.minus(heardParts);
        long gapSamples = 0;
        for (ChunkTranscript chunk : failed) {
            Stretches lost = Stretches.of(spans(chunk)).and(missing);
            missing = missing.minus(lost);
            gapSamples += lost.length();
            lost.parts().forEach(part -> add(gaps, part, chunk.getFailure()));
        }
        long transcribed = heardParts.length() - doubted;
        return Coverage.newBuilder()
                .setTranscribedSeconds(Samples.seconds(transcribed))
                .setSilentSeconds(Samples.seconds(missing.length()))
                .setSuppressedSeconds(Samples.seconds(doubted))
                .setGapSeconds(Samples.seconds(gapSamples))
                .setGaps(gaps)
                .setDamagedSeconds(Samples.seconds(damaged))
                .setSamples(samples)
                .setTranscribedSamples(transcribed)
                .setSilentSamples(missing.length())
                .setSuppressedSamples(doubted)
                .setGapSamples(gapSamples)
                .setDamagedSamples(damaged)
                .setSuppressed(doubts)
                .build();
    }

    /** By reason; a stretch with two of them counts for the one that came first. */
    private Map<String, Long> doubts(Stretches untrusted) {
        Map<String, Long> samples = new LinkedHashMap<>();
        Stretches left = untrusted;
        for (Map.Entry<String, List<Stretch>> doubt : suppressed.entrySet()) {
            Stretches doubted = Stretches.of(doubt.getValue()).and(left);
            if (doubted.length() > 0) {
                samples.put(doubt.getKey(), doubted.length());
            }
            left = left.minus(doubted);
        }
        return samples;
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
