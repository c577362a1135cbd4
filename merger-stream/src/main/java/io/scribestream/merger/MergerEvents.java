package io.scribestream.merger;

import io.scribestream.merger.state.JobSummary;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.Command;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.JobFailure;
import io.scribestream.schemas.avro.Redrive;
import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.Stage;
import io.scribestream.schemas.avro.Transcript;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What the merger says on {@code events}. Ids are the same when the same thing is said again. */
final class MergerEvents {

    /** Getting ready takes the first part of a progress bar, hearing the next half of it. */
    private static final double BEFORE_HEARING = 0.35;

    private static final double HEARING = 0.5;

    /**
     * @param job as it is after {@code chunk}
     * @param segments that became final with it
     */
    static JobEvent partial(JobSummary job, ChunkTranscript chunk, List<Segment> segments, Instant at) {
        return event(chunk.getJobId(), chunk.getClient(), EventType.PARTIAL, at)
                // the end of a source can make the last segments final without a chunk
                .setEventId(id(chunk.getJobId(), EventType.PARTIAL) + "/" + chunk.getIndex())
                .setStage(Stage.TRANSCRIBING)
                .setProgress(progress(job))
                .setSecondsDone(job.getSecondsDone())
                .setSecondsTotal(job.getSecondsTotal())
                .setSegments(segments)
                .setDetails(Map.of("chunks", Integer.toString(job.getNext())))
                .build();
    }

    /**
     * All that is to be heard is: what is said last before the transcript.
     *
     * @param job with all its seconds done
     * @param segments that were held back until now; perhaps none
     */
    static JobEvent merging(JobSummary job, ChunkTranscript last, List<Segment> segments, Instant at) {
        JobEvent event = partial(job, last, segments, at);
        event.setStage(Stage.MERGING);
        event.setProgress(BEFORE_HEARING + HEARING);
        return event;
    }

    static JobEvent completed(Transcript transcript) {
        JobEvent.Builder event =
                event(transcript.getJobId(), transcript.getClient(), EventType.COMPLETED, transcript.getFinishedAt());
        if (transcript.getVersion() > 1) {
            event.setEventId(id(transcript.getJobId(), EventType.COMPLETED) + "/" + transcript.getVersion());
        }
        return event.setStage(Stage.COMPLETED)
                .setProgress(1)
                .setSecondsDone(transcript.getDurationSeconds())
                .setSecondsTotal(transcript.getDurationSeconds())
                .setDetails(Map.of(
                        "language", transcript.getLanguage(),
                        "chunks", Integer.toString(transcript.getChunks()),
                        "gaps",
                                Integer.toString(
                                        transcript.getCoverage().getGaps().size()),
                        "version", Integer.toString(transcript.getVersion()),
                        "fixed", Integer.toString(transcript.getFixed().size())))
                .build();
    }

    static JobEvent failed(JobFailure failure) {
        boolean cancelled = failure.getReason().equals(Reason.CANCELLED.code());
        return event(failure.getJobId(), failure.getClient(), EventType.FAILED, failure.getFailedAt())
                .setStage(cancelled ? Stage.CANCELLED : Stage.FAILED)
                .setReason(failure.getReason())
                .setMessage(failure.getMessage())
                .build();
    }

    /** A redrive of a job whose chunks are not there: it has its transcript for too long, or never had one. */
    static JobEvent redriveRefused(ChunkTranscript order, Redrive redrive, Instant at) {
        return event(order.getJobId(), order.getClient(), EventType.REFUSED, at)
                .setEventId(id(order.getJobId(), EventType.REFUSED) + "/redrive-" + redrive.getNumber())
                .setReason(Reason.NO_GAPS.code())
                .setMessage("what was heard of the job is not kept any more; send it again under another id")
                .setDetails(Map.of("redrive", Integer.toString(redrive.getNumber())))
                .build();
    }

    /**
     * An order to cancel came when the job had its outcome.
     *
     * @param offset of the record that brought it, by which it is told apart from others
     */
    static JobEvent cancelRefused(ChunkTranscript order, long offset, Instant at) {
        return event(order.getJobId(), order.getClient(), EventType.REFUSED, at)
                .setEventId(id(order.getJobId(), EventType.REFUSED) + "/cancel-" + offset)
                .setReason(Reason.CANCELLED.code())
                .setMessage("the job has ended already; there is nothing to cancel")
                .setDetails(Map.of("command", Command.CANCEL.name()))
                .build();
    }

    private static JobEvent.Builder event(String jobId, String client, EventType type, Instant at) {
        return JobEvent.newBuilder()
                .setEventId(id(jobId, type))
                .setJobId(jobId)
                .setClient(client)
                .setType(type)
                .setAt(at);
    }

    private static String id(String jobId, EventType type) {
        return jobId + "/" + type;
    }

    private static double progress(JobSummary job) {
        if (job.getSecondsTotal() <= 0) {
            return -1;
        }
        return BEFORE_HEARING + HEARING * Math.min(1, job.getSecondsDone() / job.getSecondsTotal());
    }

    private MergerEvents() {}
}
