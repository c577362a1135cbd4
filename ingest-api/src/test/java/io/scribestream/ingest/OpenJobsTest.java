package io.scribestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OpenJobsTest {

    private final AtomicLong nanos = new AtomicLong();
    private final OpenJobs open = new OpenJobs(nanos::get);

    @Test
    void countsAJobOnceWhileItComesToTheBoard() {
        open.begin("anna", "job-1", 10);
        assertThat(open.of("anna")).isEqualTo(1);

        open.count("task", null, job("job-1", "queued", true));

        assertThat(open.of("anna")).isEqualTo(1);
    }

    @Test
    void countsNoJobThatIsOverEvenIfTheBoardHearsOfItOnlyThen() {
        open.begin("anna", "job-1", 10);
        open.count("task", null, job("job-1", "failed", false));
        open.begin("anna", "job-2", 10);
        open.count("task", null, job("job-2", "queued", true));
        open.count("task", job("job-2", "queued", true), job("job-2", "completed", false));

        assertThat(open.of("anna")).isZero();
        assertThat(open.total()).isZero();
    }

    @Test
    void letsGoOfAJobThatWasNotAcceptedAfterAll() {
        open.begin("anna", "job-1", 1);

        open.forget("job-1");

        assertThat(open.begin("anna", "job-2", 1)).isTrue();
    }

    /** It was sent again under an id that the board knew. */
    @Test
    void letsGoOfAJobThatNeverComesToThisBoard() {
        open.begin("anna", "job-1", 1);
        assertThat(open.begin("anna", "job-2", 1)).isFalse();

        nanos.addAndGet(Duration.ofMinutes(10).toNanos());

        assertThat(open.begin("anna", "job-2", 1)).isTrue();
    }

    @Test
    void letsExactlyTheLimitThroughFromManyThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(20);
        AtomicInteger begun = new AtomicInteger();
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String id = "job-" + i;
            all.add(threads.submit(() -> {
                if (open.begin("anna", id, 50)) {
                    begun.incrementAndGet();
                    open.count("task", null, job(id, "queued", true));
                    open.count("task", job(id, "queued", true), job(id, "transcribing", true));
                }
            }));
        }
        for (Future<?> one : all) {
            one.get();
        }
        threads.shutdown();

        assertThat(begun).hasValue(50);
        assertThat(open.of("anna")).isEqualTo(50);
    }

    private static Counted job(String id, String stage, boolean open) {
        return new Counted(id, "anna", stage, open, 0, Instant.EPOCH);
    }
}
