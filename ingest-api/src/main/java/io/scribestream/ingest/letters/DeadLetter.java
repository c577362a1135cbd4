package io.scribestream.ingest.letters;

import io.scribestream.schemas.Topics;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A record that was set aside, without its bytes.
 *
 * @param partition of the topic of dead letters
 * @param offset there
 * @param origin where the record lay before
 * @param key null where it had none, or none that is text
 * @param step that failed; empty where it is not known
 * @param error class of what was thrown
 * @param answered whether its sender was told, so that nobody waits for it
 */
public record DeadLetter(
        int partition,
        long offset,
        Origin origin,
        @Nullable String key,
        String step,
        String error,
        String message,
        Instant at,
        boolean answered,
        State state) {

    private static final Set<String> BESIDE = Set.of(Topics.CONTROL.name(), Topics.EVENTS.name());

    /** Where a record lay; partition and offset are -1 where that is not known. */
    public record Origin(String topic, int partition, long offset) {}

    /** What became of it. */
    public enum State {
        OPEN,
        REDRIVEN,
        DROPPED
    }

    /** {@code partition-offset} on the topic of dead letters. */
    public String id() {
        return partition + "-" + offset;
    }

    /** The job that it is about; null where it has no key. */
    public @Nullable String jobId() {
        return key == null ? null : Topics.jobId(key);
    }

    /** Whether its job cannot end without it, or its end not be seen. A lost order or event leaves the job as it is. */
    public boolean isBlocking() {
        return state == State.OPEN && !answered && !BESIDE.contains(origin.topic());
    }

    DeadLetter in(State next) {
        return new DeadLetter(partition, offset, origin, key, step, error, message, at, answered, next);
    }
}
