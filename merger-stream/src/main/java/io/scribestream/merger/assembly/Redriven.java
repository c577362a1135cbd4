package io.scribestream.merger.assembly;

import io.scribestream.merger.assembly.Stretches.Stretch;
import io.scribestream.merger.state.JobSummary;
import io.scribestream.merger.state.OpenGap;
import io.scribestream.schemas.avro.Gap;
import io.scribestream.schemas.avro.Redrive;
import io.scribestream.schemas.avro.Transcript;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A job that ended with gaps, from its first transcript to the one without any. Every function gives a new summary. */
public final class Redriven {

    /** Whether the job has its transcript, and is kept for its gaps. */
    public static boolean isClosed(JobSummary job) {
        return job.getVersion() > 0;
    }

    /** The job with its newest transcript written. */
    public static JobSummary closed(JobSummary job, Transcript transcript, Instant now) {
        JobSummary closed = JobSummary.newBuilder(job).build();
        closed.setVersion(transcript.getVersion());
        closed.setClosedAt(now);
        closed.setGaps(transcript.getCoverage().getGaps().stream()
                .map(gap -> new OpenGap(
                        Samples.of(gap.getStart()), Samples.of(gap.getEnd()), gap.getReason(), gap.getMessage()))
                .toList());
        closed.setAwaited(List.of());
        closed.setBack(0);
        return closed;
    }

    /** The job with a redrive that begins. */
    public static JobSummary begun(JobSummary job, Redrive redrive) {
        JobSummary begun = JobSummary.newBuilder(job).build();
        begun.setRedrive(redrive.getNumber());
        begun.setAwaited(redrive.getIndexes().stream()
                .filter(index -> index >= 0 && index < job.getChunks())
                .sorted()
                .distinct()
                .toList());
        begun.setBack(0);
        return begun;
    }

    /** Whether a chunk of a redrive is one that the job waits for. */
    public static boolean isAwaited(JobSummary job, int redrive, int index) {
        return isClosed(job) && job.getRedrive() == redrive && job.getAwaited().contains(index);
    }

    /** The job with one more chunk of its redrive back. */
    public static JobSummary with(JobSummary job, int index) {
        JobSummary with = JobSummary.newBuilder(job).build();
        with.setAwaited(
                job.getAwaited().stream().filter(awaited -> awaited != index).toList());
        with.setBack(job.getBack() + 1);
        return with;
    }

    /** The job with its redrive given up: nothing is waited for. */
    public static JobSummary givenUp(JobSummary job) {
        JobSummary without = JobSummary.newBuilder(job).build();
        without.setAwaited(List.of());
        without.setBack(0);
        return without;
    }

    /** What was a gap in the transcript before and is none now, with the reason that it had. */
    public static List<Gap> fixed(JobSummary before, List<Gap> now) {
        Stretches missing = Stretches.of(now.stream()
                .map(gap -> new Stretch(Samples.of(gap.getStart()), Samples.of(gap.getEnd())))
                .toList());
        List<Gap> fixed = new ArrayList<>();
        for (OpenGap gap : before.getGaps()) {
            for (Stretch part :
                    Stretches.of(gap.getFrom(), gap.getTo()).minus(missing).parts()) {
                fixed.add(new Gap(
                        Samples.seconds(part.from()), Samples.seconds(part.to()), gap.getReason(), gap.getMessage()));
            }
        }
        return fixed;
    }

    private Redriven() {}
}
