package io.scribestream.standalone.chaos;

import org.apache.kafka.common.errors.TimeoutException;

/**
 * Commits of this life that end as where the broker is away for longer than a producer waits: nobody knows whether they were
 * made. In turns they were not, and they were. Only programs of the tests have such commits.
 */
final class CommitTimeouts {

    /** Each so many-th one: {@code -Dchaos.commit.timeouts=10}; none where it is not set. */
    static final String PROPERTY = "chaos.commit.timeouts";

    private static final int EACH = Integer.getInteger(PROPERTY, 0);

    private int commits;
    private boolean owed;

    /** Whether the stream asks again for what was made: the genuine producer then only says so. */
    boolean isOwed() {
        boolean was = owed;
        owed = false;
        return was;
    }

    void beforeCommit() {
        commits++;
        if (EACH > 0 && commits % (2 * EACH) == EACH) {
            end("not made");
        }
    }

    void afterCommit() {
        if (EACH > 0 && commits % (2 * EACH) == 0) {
            owed = true;
            end("made");
        }
    }

    private static void end(String what) {
        System.out.println("a commit timed out and was " + what);
        throw new TimeoutException("for a test");
    }
}
