package io.scribestream.ingest;

import io.scribestream.ingest.Problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Whether one more job can be taken now: not more than can wait, and not onto a disk that is nearly full. Thread-safe. */
final class Admission {

    private static final Duration UNTIL_OTHERS_ARE_DONE = Duration.ofSeconds(30);
    private static final Duration UNTIL_THERE_IS_SPACE = Duration.ofMinutes(2);

    private final OpenJobs open;
    private final int mostOpen;
    private final Path folder;
    private final long leastFree;

    /** The answer is 503 with {@code Retry-After}. */
    static final class BusyException extends ProblemException {

        private final Duration retryAfter;

        BusyException(String code, String detail, Duration retryAfter, Map<String, Object> more) {
            super(503, code, detail, more);
            this.retryAfter = retryAfter;
        }

        Duration retryAfter() {
            return retryAfter;
        }
    }

    /**
     * @param mostOpen jobs that may wait or be worked on
     * @param folder where uploads go
     * @param leastFree bytes of its disk that are left alone
     */
    Admission(OpenJobs open, int mostOpen, Path folder, long leastFree) {
        this.open = open;
        this.mostOpen = mostOpen;
        this.folder = folder;
        this.leastFree = leastFree;
    }

    /** @throws BusyException if there is no room for another job now */
    void require() throws IOException {
        int jobs = open.total();
        if (jobs >= mostOpen) {
            throw new BusyException(
                    "too_many_jobs",
                    "as many jobs wait here as may (" + mostOpen + "); send this one again later",
                    UNTIL_OTHERS_ARE_DONE,
                    Map.of("limit", mostOpen, "open", jobs));
        }
        requireSpace(0);
    }

    /** @throws BusyException if the disk would be nearly full with so many bytes more */
    void requireSpace(long bytes) throws IOException {
        if (Files.getFileStore(folder).getUsableSpace() - bytes < leastFree) {
            throw new BusyException(
                    "disk_full",
                    "the disk for uploads is nearly full; send this again later",
                    UNTIL_THERE_IS_SPACE,
                    Map.of());
        }
    }
}
