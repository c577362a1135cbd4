package io.scribestream.ingest;

import io.scribestream.ingest.state.BoardRow;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.JobFailure;
import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.Stage;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.util.stream.Collectors;

/** What each record changes on a row of the board. */
final class BoardRows {

    private BoardRows() {}

    static BoardRow first(String jobId, long now) {
        return BoardRow.newBuilder()
                .setJobId(jobId)
                .setAcceptedAt(now)
                .setUpdatedAt(now)
                .build();
    }

    static void begin(BoardRow row, TranscriptionJob job) {
        row.setClient(job.getClient());
        row.setName(job.getSource().getName());
    }

    /** What is left of a job that was removed: not even its name, but what it used up. */
    static BoardRow removed(BoardRow row) {
        return BoardRow.newBuilder()
                .setJobId(row.getJobId())
                .setClient(row.getClient())
                .setStage(Stage.CANCELLED.name())
                .setAcceptedAt(row.getAcceptedAt())
                .setSecondsDone(heardSeconds(row))
                .setHeardAt(row.getHeardAt())
                .setRemoved(true)
                .build();
    }

    /**
     * The audio that a job has used up of what its client may have: all that it holds, as far as that is known; of one that
     * failed or was cancelled, what was heard before.
     */
    static double heardSeconds(BoardRow row) {
        Stage stage = Stage.valueOf(row.getStage());
        boolean inVain = stage == Stage.FAILED || stage == Stage.CANCELLED;
        return inVain ? row.getSecondsDone() : Math.max(row.getSecondsDone(), row.getSecondsTotal());
    }

    /** @param now milliseconds since 1970 */
    static void noteHeard(BoardRow row, long now) {
        if (row.getHeardAt() == 0 && heardSeconds(row) > 0) {
            row.setHeardAt(now);
        }
    }

    /** Stage and progress never go back, and nothing that comes late brings a job that is over to life again. */
    static void update(BoardRow row, JobEvent event) {
        if (isOver(row) || event.getType() == EventType.REFUSED) {
            return; // what was refused, and to whom, is nothing about the job
        }
        row.setClient(event.getClient());
        String name = event.getDetails().getOrDefault("name", "");
        if (!name.isEmpty()) {
            row.setName(name);
        }
        // An outcome is noted when it is read itself, so that "completed" never comes before the transcript.
        if (!isOutcome(event.getStage())) {
            row.setStage(later(Stage.valueOf(row.getStage()), event.getStage()).name());
            row.setProgress(Math.max(row.getProgress(), event.getProgress()));
        }
        row.setSecondsDone(Math.max(row.getSecondsDone(), event.getSecondsDone()));
        if (event.getSecondsTotal() >= 0) {
            row.setSecondsTotal(event.getSecondsTotal());
        }
    }

    /** Chunker and merger both say where a job is, in any order. */
    private static Stage later(Stage one, Stage other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    static void complete(BoardRow row, Transcript transcript) {
        Redrives.note(row, transcript);
        row.setClient(transcript.getClient());
        take(row, transcript.getSource());
        row.setStage(Stage.COMPLETED.name());
        row.setProgress(1);
        row.setSecondsDone(transcript.getDurationSeconds());
        row.setSecondsTotal(transcript.getDurationSeconds());
    }

    static void fail(BoardRow row, JobFailure failure) {
        boolean cancelled = failure.getReason().equals(Reason.CANCELLED.code());
        row.setClient(failure.getClient());
        if (failure.getSource() != null) {
            take(row, failure.getSource());
        }
        row.setStage((cancelled ? Stage.CANCELLED : Stage.FAILED).name());
        row.setReason(failure.getReason());
        row.setMessage(failure.getMessage());
    }

    private static void take(BoardRow row, Source source) {
        row.setName(source.getName());
        if (source.getKind() == SourceKind.UPLOAD) {
            row.setUpload(source.getLocation());
        }
    }

    static boolean isOver(BoardRow row) {
        return isOutcome(Stage.valueOf(row.getStage()));
    }

    /** The new text that an event brings, without what is not trusted. */
    static String textOf(JobEvent event) {
        return event.getSegments().stream()
                .filter(segment -> segment.getSuppressed().isEmpty())
                .map(Segment::getText)
                .collect(Collectors.joining(" "));
    }

    static String textKey(String jobId, int index) {
        return jobId + '\0' + String.format("%010d", index);
    }

    private static boolean isOutcome(Stage stage) {
        return stage == Stage.COMPLETED || stage == Stage.FAILED || stage == Stage.CANCELLED;
    }
}
