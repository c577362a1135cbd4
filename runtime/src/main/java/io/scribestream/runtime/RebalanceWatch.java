package io.scribestream.runtime;

import java.time.Duration;
import org.apache.kafka.streams.KafkaStreams.State;

/**
 * When to look for members of a flow's group that stand for threads of this instance which are no more. Not thread-safe.
 *
 * <p>Kafka should give them up at the end of their session, but has been seen not to, after a restart of the broker: all
 * others then wait for them to join, as long as a record may take, which is more than an hour where chunks are heard.
 */
final class RebalanceWatch {

    /** With the usual session Kafka has given them up by then; and a short job on the command line is over. */
    private static final Duration AFTER_START = Duration.ofSeconds(12);

    private static final int SESSIONS = 2;

    private final long patience;
    private final long began;
    private boolean begun;
    private long since;

    /**
     * @param session of the group's members
     * @param now as of {@link System#nanoTime}, as all times here
     */
    RebalanceWatch(Duration session, long now) {
        this.patience = session.multipliedBy(SESSIONS).toNanos();
        this.began = now;
        this.since = now;
    }

    /** Once soon after the start, and whenever the group is shared out for longer than those who live can need. */
    boolean isDue(State state, long now) {
        if (!begun && now - began >= AFTER_START.toNanos()) {
            begun = true;
            return true;
        }
        if (state != State.REBALANCING) {
            since = now;
        }
        boolean due = now - since >= patience;
        since = due ? now : since;
        return due;
    }
}
