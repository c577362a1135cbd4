package io.scribestream.ingest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.scribestream.ingest.letters.DeadLetter;
import io.scribestream.ingest.state.BoardRow;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.Coverage;
import io.scribestream.schemas.avro.Stage;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A job as the API shows it.
 *
 * @param state queued, running, completed, failed or cancelled
 * @param progress 0 to 1
 * @param secondsDone seconds of the source that are accounted for
 * @param secondsTotal null where not known yet
 * @param secondsLeft the rest of them; null where not known yet
 * @param coverage what became of every second; null until there is a transcript, and in lists
 * @param text complete from the start of the source on; null in lists
 * @param deadLetter id of the dead letter that holds the job up; it shows as failed until that is driven back
 * @param version of the transcript; null until there is one
 * @param gaps how many it has
 * @param redrive the newest order to hear its gaps again, while that is under way or where it came to nothing
 * @param resultUrl null until there is a transcript
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record JobStatus(
        String id,
        String name,
        String state,
        String stage,
        double progress,
        @JsonProperty("seconds_done") double secondsDone,
        @JsonProperty("seconds_total") @Nullable Double secondsTotal,
        @JsonProperty("seconds_left") @Nullable Double secondsLeft,
        @JsonProperty("accepted_at") String acceptedAt,
        @JsonProperty("updated_at") String updatedAt,
        @Nullable String text,
        @Nullable Account coverage,
        @Nullable String reason,
        @Nullable String message,
        @JsonProperty("dead_letter") @Nullable String deadLetter,
        @Nullable Integer version,
        @Nullable Integer gaps,
        @Nullable Redrive redrive,
        @JsonProperty("status_url") String statusUrl,
        @JsonProperty("result_url") @Nullable String resultUrl,
        @JsonProperty("events_url") String eventsUrl) {

    /** Seconds of the source by what became of them; together they are its length. */
    record Account(
            @JsonProperty("transcribed_seconds") double transcribed,
            @JsonProperty("silent_seconds") double silent,
            @JsonProperty("suppressed_seconds") double suppressed,
            @JsonProperty("gap_seconds") double gap) {

        static Account of(Coverage coverage) {
            return new Account(
                    coverage.getTranscribedSeconds(),
                    coverage.getSilentSeconds(),
                    coverage.getSuppressedSeconds(),
                    coverage.getGapSeconds());
        }
    }

    /** @param state running or failed */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Redrive(String state, @Nullable String reason, @Nullable String message) {

        static @Nullable Redrive of(BoardRow row, @Nullable DeadLetter heldUp) {
            if (Redrives.isUnderWay(row)) {
                return heldUp == null
                        ? new Redrive("running", null, null)
                        : new Redrive("failed", Reason.INTERNAL.code(), mistake(heldUp));
            }
            return row.getRedriveReason().isEmpty()
                    ? null
                    : new Redrive("failed", row.getRedriveReason(), row.getRedriveMessage());
        }
    }

    /** @param heldUp the dead letter without which the job, or its redrive, cannot end; null for none */
    static JobStatus of(BoardRow row, @Nullable String text, @Nullable Account coverage, @Nullable DeadLetter heldUp) {
        DeadLetter stuckAt = BoardRows.isOver(row) ? null : heldUp;
        Stage stage = stuckAt == null ? Stage.valueOf(row.getStage()) : Stage.FAILED;
        boolean hasTranscript = row.getVersion() > 0;
        JobLinks links = JobLinks.of(row.getJobId());
        double done = Math.max(0, row.getSecondsDone());
        Double total = row.getSecondsTotal() < 0 ? null : row.getSecondsTotal();
        return new JobStatus(
                row.getJobId(),
                row.getName(),
                state(stage),
                stage.name().toLowerCase(Locale.ROOT),
                row.getProgress(),
                done,
                total,
                total == null ? null : Math.max(0, total - done),
                Instant.ofEpochMilli(row.getAcceptedAt()).toString(),
                Instant.ofEpochMilli(row.getUpdatedAt()).toString(),
                text,
                coverage,
                stuckAt == null ? emptyToNull(row.getReason()) : Reason.INTERNAL.code(),
                stuckAt == null ? emptyToNull(row.getMessage()) : mistake(stuckAt),
                heldUp == null ? null : heldUp.id(),
                hasTranscript ? row.getVersion() : null,
                hasTranscript ? row.getGaps() : null,
                Redrive.of(row, heldUp),
                links.status(),
                stage == Stage.COMPLETED ? links.result() : null,
                links.events());
    }

    /** Whether it has ended, or stands still until an operator acts. */
    boolean isOver() {
        return state.equals("completed") || state.equals("failed") || state.equals("cancelled");
    }

    private static String mistake(DeadLetter letter) {
        return "a mistake in this program (" + letter.error() + ": " + letter.message()
                + "); the record it was made at is kept as dead letter " + letter.id();
    }

    private static String state(Stage stage) {
        return switch (stage) {
            case UNKNOWN, QUEUED -> "queued";
            case FETCHING, PREPARING, TRANSCRIBING, MERGING -> "running";
            case COMPLETED -> "completed";
            case FAILED -> "failed";
            case CANCELLED -> "cancelled";
        };
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
