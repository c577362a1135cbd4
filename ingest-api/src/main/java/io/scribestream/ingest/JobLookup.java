package io.scribestream.ingest;

import io.scribestream.ingest.JobStatus.Account;
import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.ingest.letters.DeadLetter;
import io.scribestream.ingest.letters.Letters;
import io.scribestream.ingest.state.BoardRow;
import io.scribestream.schemas.avro.Transcript;
import java.util.Optional;

/**
 * Jobs as a client may see them: from the board, from what was accepted a moment ago, and from the dead letters. A job
 * that a mistake of ours holds up has no outcome and shows none on its topics; here it shows as failed, with the letter,
 * until that is driven back.
 */
final class JobLookup {

    private final BoardView board;
    private final Accepted accepted;
    private final Letters letters;

    JobLookup(BoardView board, Accepted accepted, Letters letters) {
        this.board = board;
        this.accepted = accepted;
        this.letters = letters;
    }

    /** @throws ProblemException with 404 if nobody knows the job */
    BoardRow row(String id) {
        return find(id).orElseThrow(() -> unknown(id));
    }

    Optional<BoardRow> find(String id) {
        Optional<BoardRow> onBoard = board.row(id);
        if (onBoard.filter(BoardRow::getRemoved).isPresent()) {
            return Optional.empty(); // also where this instance took it a moment ago
        }
        return onBoard.or(() -> accepted.find(id)).or(() -> letters.blocking(id)
                .map(letter -> BoardRows.first(id, letter.at().toEpochMilli())));
    }

    static ProblemException unknown(String id) {
        return new ProblemException(404, "unknown_job", "there is no job with the id '" + id + "'");
    }

    /** With its text so far. */
    JobStatus status(BoardRow row) {
        Optional<Transcript> transcript = board.transcript(row.getJobId());
        return JobStatus.of(
                row,
                transcript.map(Transcript::getText).orElseGet(() -> board.textSoFar(row)),
                transcript.map(given -> Account.of(given.getCoverage())).orElse(null),
                heldUp(row).orElse(null));
    }

    /** As in lists. */
    JobStatus brief(BoardRow row) {
        return JobStatus.of(row, null, null, heldUp(row).orElse(null));
    }

    /** The letter without which a job cannot end that has not ended. */
    Optional<DeadLetter> heldUp(BoardRow row) {
        boolean waits = !BoardRows.isOver(row) || Redrives.isUnderWay(row);
        return waits ? letters.blocking(row.getJobId()) : Optional.empty();
    }
}
