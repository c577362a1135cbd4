package io.scribestream.merger.assembly;

import io.scribestream.merger.assembly.Prefix.Step;
import io.scribestream.merger.state.JobSummary;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The text so far, after one more chunk.
 *
 * @param job what is known of the job now
 * @param held what is held back now; null for nothing
 * @param ready segments that became final
 * @param advanced whether the complete prefix became longer
 */
public record Live(JobSummary job, @Nullable ChunkTranscript held, List<Segment> ready, boolean advanced) {

    /**
     * @param before the job without the chunk
     * @param after the job with it; not changed
     * @param held what was held back before
     * @param chunks gives the chunk of an index that is in
     */
    public static Live add(
            JobSummary before, JobSummary after, @Nullable ChunkTranscript held, IntFunction<ChunkTranscript> chunks) {
        JobSummary job = JobSummary.newBuilder(after).build();
        Prefix prefix = new Prefix(held, before.getLastStart());
        List<Segment> ready = new ArrayList<>();
        for (int index = before.getNext(); index < after.getNext(); index++) {
            ChunkTranscript chunk = chunks.apply(index);
            Step step = prefix.add(chunk);
            prefix = step.prefix();
            ready.addAll(step.ready());
            job.setSecondsDone(Math.max(job.getSecondsDone(), prefix.secondsDone(chunk)));
            if (after.getChunks() < 0) {
                job.setSecondsTotal(Math.max(job.getSecondsTotal(), chunk.getSourceSeconds()));
            }
        }
        job.setLastStart(prefix.lastStart());
        return new Live(job, prefix.held(), ready, after.getNext() > before.getNext());
    }

    public static Live nothingNew(JobSummary job, @Nullable ChunkTranscript held) {
        return new Live(job, held, List.of(), false);
    }

    /** With all that is held back: there is no next chunk. */
    public Live end() {
        Step last = new Prefix(held, job.getLastStart()).end();
        List<Segment> all = new ArrayList<>(ready);
        all.addAll(last.ready());
        JobSummary done = JobSummary.newBuilder(job).build();
        done.setLastStart(last.prefix().lastStart());
        done.setSecondsDone(job.getSecondsTotal());
        return new Live(done, null, all, advanced);
    }
}
