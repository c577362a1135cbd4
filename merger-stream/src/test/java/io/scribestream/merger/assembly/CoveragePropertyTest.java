package io.scribestream.merger.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scribestream.merger.Said;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.Coverage;
import io.scribestream.schemas.avro.Gap;
import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.Transcript;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class CoveragePropertyTest {

    @Property(tries = 500)
    void addsUpToTheDurationAndLiveTextIsTheTranscript(@ForAll long seed) {
        Random random = new Random(seed);
        List<ChunkTranscript> chunks = chunks(random);
        double duration = chunks.isEmpty() ? 3 : Samples.end(chunks.get(chunks.size() - 1)) + random.nextDouble();
        Assembly assembly = new Assembly();
        Prefix prefix = Prefix.EMPTY;
        List<Segment> live = new ArrayList<>();
        for (ChunkTranscript chunk : chunks) {
            assembly.add(chunk);
            Prefix.Step step = prefix.add(chunk);
            live.addAll(step.ready());
            prefix = step.prefix();
        }
        live.addAll(prefix.end().ready());

        Transcript transcript = assembly.close(Said.sourceEnd("job-1", chunks.size(), duration), "test", Instant.EPOCH);

        Coverage coverage = transcript.getCoverage();
        assertThat(coverage.getSamples()).isEqualTo(Samples.of(duration));
        assertThat(coverage.getTranscribedSamples()
                        + coverage.getSilentSamples()
                        + coverage.getSuppressedSamples()
                        + coverage.getGapSamples())
                .as("to the sample")
                .isEqualTo(coverage.getSamples());
        assertThat(coverage.getSuppressed().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(coverage.getSuppressedSamples());
        assertThat(coverage.getGaps().stream()
                        .mapToLong(gap -> Samples.of(gap.getEnd()) - Samples.of(gap.getStart()))
                        .sum())
                .isEqualTo(coverage.getGapSamples());
        assertThat(coverage.getDamagedSamples()).isZero();
        assertThat(coverage.getTranscribedSeconds()
                        + coverage.getSilentSeconds()
                        + coverage.getSuppressedSeconds()
                        + coverage.getGapSeconds())
                .isEqualTo(transcript.getDurationSeconds(), within(1e-6));
        assertThat(coverage.getGaps().stream()
                        .mapToDouble(gap -> gap.getEnd() - gap.getStart())
                        .sum())
                .isEqualTo(coverage.getGapSeconds(), within(1e-6));
        assertThat(coverage.getGaps()).extracting(Gap::getStart).isSorted();
        assertThat(transcript.getSegments()).extracting(Segment::getStart).isSorted();
        assertThat(transcript.getSegments()).isEqualTo(live);
    }

    /** Chunks one behind the other; some failed, some doubted, some cut inside speech and overlapping. */
    private static List<ChunkTranscript> chunks(Random random) {
        List<ChunkTranscript> chunks = new ArrayList<>();
        double at = 0;
        boolean forced = false;
        int count = random.nextInt(8);
        for (int index = 0; index < count; index++) {
            double start = forced ? at - 1 - random.nextDouble() : at + random.nextDouble() * 4;
            double end = start + 6 + random.nextDouble() * 20;
            ChunkTranscript chunk = random.nextInt(4) == 0
                    ? Said.failedChunk("job-1", index, start, end, "deadline")
                    : Said.chunk("job-1", index, start, end, segments(random, start, end));
            chunk.setForcedStart(forced);
            forced = random.nextBoolean();
            chunk.setForcedEnd(forced);
            chunks.add(chunk);
            at = end;
        }
        return chunks;
    }

    private static List<Segment> segments(Random random, double start, double end) {
        List<Segment> segments = new ArrayList<>();
        double at = start;
        while (at < end - 0.5) {
            double until = Math.min(end, at + 0.5 + random.nextDouble() * 8);
            segments.add(
                    random.nextInt(4) == 0
                            ? suppressed(random, at, until)
                            : Said.segment(at, until, "some words that were said"));
            at = until + random.nextDouble();
        }
        return segments;
    }

    private static Segment suppressed(Random random, double start, double end) {
        Segment segment = Said.suppressed(start, end, "la la la");
        segment.setSuppressed(random.nextBoolean() ? "repetition" : "no_speech");
        return segment;
    }
}
