package io.scribestream.merger.assembly;

import io.scribestream.merger.state.JobSummary;
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

    /** The job with one more chunk in; it must not {@linkplain #has have} it. The one given stays as it is. */
    public static JobSummary with(JobSummary job, int index) {
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

    /** Whether the end is known and every chunk is in. */
    public static boolean isComplete(JobSummary job) {
        return job.getNext() == job.getChunks();
    }

    private Ledger() {}
}
