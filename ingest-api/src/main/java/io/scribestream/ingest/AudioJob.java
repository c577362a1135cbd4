package io.scribestream.ingest;

import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.ingest.openai.JobFailures;
import io.scribestream.ingest.state.BoardRow;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.avro.Command;
import io.scribestream.schemas.avro.JobCommand;
import io.scribestream.schemas.avro.Transcript;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A job whose client waits on its connection for what becomes of it. */
final class AudioJob {

    private static final Logger LOG = LoggerFactory.getLogger(AudioJob.class);

    private final String id;
    private final JobLookup jobs;
    private final BoardView board;
    private final JobSender sender;
    private final Clock clock;

    /** Makes them. */
    interface Maker {
        AudioJob of(String id);
    }

    AudioJob(String id, JobLookup jobs, BoardView board, JobSender sender, Clock clock) {
        this.id = id;
        this.jobs = jobs;
        this.board = board;
        this.sender = sender;
        this.clock = clock;
    }

    /** The board's view of it. */
    BoardRow row() {
        return jobs.row(id);
    }

    BoardView board() {
        return board;
    }

    /**
     * Empty until it is there.
     *
     * @throws ProblemException if the job failed
     */
    Optional<Transcript> transcript(BoardRow row) {
        JobStatus status = jobs.brief(row);
        if (status.isOver() && !status.state().equals("completed")) {
            throw failure(status);
        }
        return row.getVersion() > 0 ? board.transcript(id) : Optional.empty();
    }

    /** The API is stopped, and the job is not. */
    ProblemException interrupted() {
        return new ProblemException(
                503,
                "interrupted",
                "this server is being stopped; the job " + id + " goes on, see " + IngestApi.JOBS + "/" + id,
                Map.of("job_id", id));
    }

    /** Nobody waits for it any more. */
    void abandon() {
        try {
            if (!BoardRows.isOver(row())) {
                sender.send(JobCommand.newBuilder()
                        .setJobId(id)
                        .setCommand(Command.CANCEL)
                        .setAt(clock.instant())
                        .setBy("api: the client went away")
                        .build());
                LOG.atInfo().addKeyValue("jobId", id).log("the client went away, the job is cancelled");
            }
        } catch (UnavailableException e) {
            LOG.atWarn()
                    .addKeyValue("jobId", id)
                    .setCause(e)
                    .log("the client went away, the job could not be cancelled");
        }
    }

    private static ProblemException failure(JobStatus status) {
        String reason = String.valueOf(status.reason());
        return new ProblemException(
                JobFailures.status(reason), reason, String.valueOf(status.message()), Map.of("job_id", status.id()));
    }
}
