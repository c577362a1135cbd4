package io.scribestream.standalone.chaos;

import io.scribestream.testkit.chaos.JobBook;
import io.scribestream.testkit.chaos.OnTopics;
import io.scribestream.testkit.chaos.TopicsReader;
import io.scribestream.testkit.chaos.Watch;
import java.time.Duration;
import java.util.List;

/** Waits for the end of jobs. */
final class Outcomes {

    private static final long LOOK_MILLIS = 100;

    /** So long without any outcome: nothing moves any more. */
    private static final Duration STANDSTILL = Duration.ofMinutes(4);

    /** What the last result leaves behind is tidied with the next commits. */
    private static final Duration TIDY = Duration.ofSeconds(60);

    /** Waits until every job in the book is over. */
    static void await(JobBook book, Watch watch) throws InterruptedException {
        long since = System.nanoTime();
        List<String> open = open(book, watch);
        while (!open.isEmpty()) {
            Thread.sleep(LOOK_MILLIS);
            List<String> now = open(book, watch);
            if (now.size() < open.size()) {
                since = System.nanoTime();
            } else if (System.nanoTime() - since > STANDSTILL.toNanos()) {
                throw new AssertionError("no outcome for " + STANDSTILL + "; still open: " + now);
            }
            open = now;
        }
    }

    /** All that is on the topics, once the stores hold nothing of open jobs any more or do not let go of it. */
    static OnTopics readWhenTidy(Cluster cluster) throws InterruptedException {
        TopicsReader reader = new TopicsReader(cluster.bootstrapServers(), cluster.registryUrl());
        long deadline = System.nanoTime() + TIDY.toNanos();
        while (!reader.readOpen().open().isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(LOOK_MILLIS);
        }
        return reader.readAll();
    }

    private static List<String> open(JobBook book, Watch watch) {
        return book.all().stream()
                .map(JobBook.Entry::jobId)
                .filter(jobId -> !watch.isOver(jobId))
                .toList();
    }

    private Outcomes() {}
}
