package io.scribestream.standalone.chaos;

import org.apache.kafka.common.errors.TimeoutException;

/**
 * Commits of this life that time out: nobody knows whether they were made. In turns they were not, and they were. Only
 * programs of the tests have such commits.
 */
final class CommitTimeouts {

    /** Each so many-th one: {@code -Dchaos.commit.timeouts=10}; none where it is not set. */
    static final String PROPERTY = "chaos.commit.timeouts";

    private static final int EACH = Integer.getInteger(PROPERTY, 0);

    private int commits;
    private boolean counts;
    private boolean owed;

    /** Whether the stream asks again for what was made: the genuine producer then only says so. */
    boolean isOwed() {
        boolean was = owed;
        owed = false;
        return was;
    }

    /**
     * Before each commit.
     *
     * @param has whether the stream has read on since the last one: where it has not, it takes no notice of a time-out, and
     *     ends at its next record
     */
    void readOn(boolean has) {
        counts = has;
    }

    void beforeCommit() {
        if (counts) {
            commits++;
        }
        if (isDue(EACH)) {
            end("not made");
        }
    }

    void afterCommit() {
        if (isDue(2 * EACH)) {
            owed = true;
            end("made");
        }
    }

    private boolean isDue(int which) {
        return EACH > 0 && counts && commits % (2 * EACH) == which % (2 * EACH);
    }

    private static void end(String what) {
        System.out.println("a commit timed out and was " + what);
        throw new TimeoutException("for a test");
    }
}
