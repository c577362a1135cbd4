package io.scribestream.chunker;

import io.scribestream.schemas.avro.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Looks for jobs whose deadline has passed and ends them. One for each stream task, on its thread only. */
final class Overdue {

    /** Each look reads all open jobs: some tens of milliseconds where ten thousand wait. */
    static final Duration EVERY = Duration.ofSeconds(5);

    private final Ledger ledger;
    private final Dispatch dispatch;
    private final JobDeadline deadline;
    private Instant lastHeard = Instant.EPOCH;

    Overdue(Ledger ledger, Dispatch dispatch, JobDeadline deadline) {
        this.ledger = ledger;
        this.dispatch = dispatch;
        this.deadline = deadline;
    }

    /** A chunk of some job came back: whoever hears is at work. */
    void heard(Instant now) {
        lastHeard = now;
    }

    void look(Instant now) {
        Map<String, Failure> passed = new LinkedHashMap<>();
        ledger.forEachOpen((jobId, cursor) -> {
            if (!Cursors.isOver(cursor)) {
                deadline.passed(cursor, lastHeard, now).ifPresent(why -> passed.put(jobId, why));
            }
        });
        passed.forEach((jobId, why) -> dispatch.fail(jobId, ledger.cursor(jobId), why));
    }
}
