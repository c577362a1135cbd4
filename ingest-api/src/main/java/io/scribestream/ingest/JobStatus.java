package io.scribestream.ingest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.scribestream.ingest.state.BoardRow;
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
 * @param text complete from the start of the source on; null in lists
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
        @JsonProperty("accepted_at") String acceptedAt,
        @JsonProperty("updated_at") String updatedAt,
        @Nullable String text,
        @Nullable String reason,
        @Nullable String message,
        @JsonProperty("status_url") String statusUrl,
        @JsonProperty("result_url") @Nullable String resultUrl) {

    static JobStatus of(BoardRow row, @Nullable String text) {
        Stage stage = Stage.valueOf(row.getStage());
        String statusUrl = IngestApi.JOBS + "/" + row.getJobId();
        return new JobStatus(
                row.getJobId(),
                row.getName(),
                state(stage),
                stage.name().toLowerCase(Locale.ROOT),
                row.getProgress(),
                Math.max(0, row.getSecondsDone()),
                row.getSecondsTotal() < 0 ? null : row.getSecondsTotal(),
                Instant.ofEpochMilli(row.getAcceptedAt()).toString(),
                Instant.ofEpochMilli(row.getUpdatedAt()).toString(),
                text,
                emptyToNull(row.getReason()),
                emptyToNull(row.getMessage()),
                statusUrl,
                stage == Stage.COMPLETED ? statusUrl + "/result" : null);
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
