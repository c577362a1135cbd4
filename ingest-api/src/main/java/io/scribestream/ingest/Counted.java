package io.scribestream.ingest;

import io.scribestream.ingest.state.BoardRow;
import io.scribestream.schemas.avro.Stage;
import java.time.Instant;
import java.util.Locale;

/**
 * What is counted of a job, as it is at one moment: rows change, and what was counted has to be taken back.
 *
 * @param stage as the API writes it: {@code queued}
 * @param open whether the job has no outcome yet
 * @param heardMillis of audio that its client has used up with it
 * @param heardAt when that was first known
 */
record Counted(String jobId, String client, String stage, boolean open, long heardMillis, Instant heardAt) {

    static Counted of(BoardRow row) {
        Stage stage = Stage.valueOf(row.getStage());
        return new Counted(
                row.getJobId(),
                row.getClient(),
                (stage == Stage.UNKNOWN ? Stage.QUEUED : stage).name().toLowerCase(Locale.ROOT),
                !BoardRows.isOver(row),
                Math.round(1000 * BoardRows.heardSeconds(row)),
                Instant.ofEpochMilli(row.getHeardAt()));
    }
}
