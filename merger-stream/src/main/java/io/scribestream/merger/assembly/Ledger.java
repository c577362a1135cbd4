package io.scribestream.merger.assembly;

import io.scribestream.merger.state.JobSummary;
import io.scribestream.schemas.avro.SourceEnd;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Which chunks of a job are in. Each function costs as much as there are chunks ahead of the first missing one. */
public final class Ledger {

    public static JobSummary open() {
        return JobSummary.newBuilder().build();
    }

    public static boolean has(JobSummary job, int index) {
        return index < job.getNext() || Collections.binarySearch(job.getEarly(), index) >= 0;
    }

    /**
     * The job with one more chunk in; it must not {@linkplain #has have} it. The one given stays as it is.
     *
     * @throws IllegalStateException if the job has fewer chunks
     */
    public static JobSummary with(JobSummary job, int index) {
        if (job.getChunks() >= 0 && index >= job.getChunks()) {
            throw new IllegalStateException("chunk " + index + " came of a job of " + job.getChunks() + " chunks");
        }
        List<Integer> early = new ArrayList<>(job.getEarly());
        early.add(-1 - Collections.binarySearch(early, index), index);
        int next = job.getNext();
        int passed = 0;
        while (passed < early.size() && early.get(passed) == next) {
            passed++;
            next++;
        }
        JobSummary with = JobSummary.newBuilder(job).build();
        with.setNext(next);
        with.setEarly(new ArrayList<>(early.subList(passed, early.size())));
        return with;
    }

    /**
     * The job with its end known.
     *
     * @throws IllegalStateException if chunks came that there should not be
     */
    public static JobSummary ended(JobSummary job, SourceEnd end) {
        int most = job.getEarly().isEmpty()
                ? job.getNext()
                : job.getEarly().get(job.getEarly().size() - 1) + 1;
        if (most > end.getChunks()) {
            throw new IllegalStateException("job " + end.getJob().getJobId() + " ended after " + end.getChunks()
                    + " chunks, but chunk " + (most - 1) + " came");
        }
        JobSummary ended = JobSummary.newBuilder(job).build();
        ended.setChunks(end.getChunks());
        ended.setSecondsTotal(Samples.seconds(end.getSamples()));
        return ended;
    }

    /** The job with its outcome given: chunks that still come are counted, nothing else. */
    public static JobSummary failed(JobSummary job, SourceEnd end) {
        JobSummary failed = JobSummary.newBuilder(job).build();
        failed.setFailed(true);
        failed.setChunks(end.getChunks());
        return failed;
    }

    /** Whether the end is known and every chunk is in. */
    public static boolean isComplete(JobSummary job) {
        return job.getNext() == job.getChunks();
    }

    private Ledger() {}
}
