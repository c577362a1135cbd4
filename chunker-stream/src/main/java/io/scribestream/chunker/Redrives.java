package io.scribestream.chunker;

import io.scribestream.chunker.state.Cursor;
import io.scribestream.chunker.state.Phase;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.JobCommand;
import java.util.List;
import java.util.stream.Stream;

/**
 * What happens to the cursor of a job whose gaps are heard again. As in {@link Cursors}, it is changed in memory only.
 */
final class Redrives {

    /** Whether there is a transcript that has gaps. (Where every chunk failed, the job failed.) */
    static boolean hasGaps(Cursor cursor) {
        int failed = cursor.getFailed().size();
        return cursor.getPhase() != Phase.FAILED && failed > 0 && failed < cursor.getNextIndex();
    }

    static boolean isUnderWay(Cursor cursor) {
        return cursor.getPhase() == Phase.REDRIVING;
    }

    /** Whether a redrive ended before its chunks were back: those that still come count nothing. */
    static boolean isGivenUp(Cursor cursor) {
        return cursor.getPhase() == Phase.ENDED && cursor.getRedrive() > 0;
    }

    /** Has the failed chunks sent again, as if they were lost. */
    static void begin(Cursor cursor, JobCommand order) {
        cursor.setPhase(Phase.REDRIVING);
        cursor.setRedrive(cursor.getRedrive() + 1);
        cursor.setRedriveLanguage(order.getLanguage());
        cursor.setRedrivePrompt(order.getPrompt());
        cursor.setLost(cursor.getFailed());
        // What is heard now decides nothing for the rest of the job.
        cursor.setVotersUntil(0);
        cursor.setVotes(List.of());
    }

    static void giveUp(Cursor cursor) {
        cursor.setPhase(Phase.ENDED);
        cursor.setLost(List.of());
    }

    /** Keeps count of the gaps with a result that came in. */
    static void note(Cursor cursor, ChunkTranscript result) {
        int index = result.getIndex();
        if (result.getFailure() != null) {
            cursor.setFailed(Stream.concat(cursor.getFailed().stream(), Stream.of(index))
                    .sorted()
                    .distinct()
                    .toList());
        } else if (isUnderWay(cursor)) {
            cursor.setFailed(cursor.getFailed().stream()
                    .filter(failed -> failed != index)
                    .toList());
        }
    }

    /** What the next chunk says about its language: a code, or auto. */
    static String language(Cursor cursor) {
        return cursor.getRedriveLanguage().isEmpty() ? cursor.getLanguage() : cursor.getRedriveLanguage();
    }

    private Redrives() {}
}
