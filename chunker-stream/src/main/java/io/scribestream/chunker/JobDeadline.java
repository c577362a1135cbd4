package io.scribestream.chunker;

import io.scribestream.chunker.state.Cursor;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.Failure;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a job is given up. Its sender may say after how many seconds nobody wants it any more: then it ends, whatever it
 * waits for. Where nobody says so, waiting is not failing: a job ends only if it has chunks out and has not moved for as
 * long as what is left of it would take at real time, and an hour more, although chunks of others came back meanwhile.
 */
final class JobDeadline {

    /** Longest text of a chunk, and so the most that one that is out may need at real time. */
    private static final Duration CHUNK = Duration.ofSeconds(30);

    private static final Instant NONE = Instant.EPOCH;

    private final Duration grace;

    /** @param grace beyond a job's own estimate */
    JobDeadline(Duration grace) {
        this.grace = grace;
    }

    /** What a new cursor says of its sender's deadline. A clock of the sender's that is ahead gives it no more time. */
    static Instant asked(TranscriptionJob job, Instant now) {
        if (job.getDeadlineSeconds() <= 0) {
            return NONE;
        }
        Instant sent = job.getSubmittedAt();
        Instant from = sent.equals(NONE) || sent.isAfter(now) ? now : sent;
        return from.plusSeconds(job.getDeadlineSeconds());
    }

    /**
     * Why an open job ends now; empty where it goes on.
     *
     * @param lastHeard when a result of any job came back last
     */
    Optional<Failure> passed(Cursor cursor, Instant lastHeard, Instant now) {
        if (!cursor.getDeadline().equals(NONE)) {
            return cursor.getDeadline().isAfter(now)
                    ? Optional.empty()
                    : failure(
                            "the job was not done by its deadline; send it again with more time, or with a smaller file");
        }
        if (cursor.getUnheard().isEmpty() || cursor.getMovedAt().equals(NONE)) {
            return Optional.empty();
        }
        Instant latest = cursor.getMovedAt().plus(estimate(cursor)).plus(grace);
        return latest.isAfter(now) || !lastHeard.isAfter(cursor.getMovedAt())
                ? Optional.empty()
                : failure("the job did not move for more than "
                        + grace.plus(estimate(cursor)).toMinutes()
                        + " minutes while others did; send it again under another id");
    }

    private static Duration estimate(Cursor cursor) {
        return Duration.ofSeconds((long) Math.ceil(Cursors.secondsLeft(cursor)))
                .plus(CHUNK.multipliedBy(cursor.getUnheard().size()));
    }

    private static Optional<Failure> failure(String message) {
        return Optional.of(new Failure(Reason.DEADLINE.code(), message));
    }
}
