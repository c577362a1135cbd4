package io.scribestream.ingest.openai;

import io.scribestream.schemas.Reason;
import java.util.Arrays;

/** HTTP's status for a job that failed: whose fault it was. */
public final class JobFailures {

    /** @param code of a {@link Reason}, or one that this version does not know */
    public static int status(String code) {
        return Arrays.stream(Reason.values())
                .filter(reason -> reason.code().equals(code))
                .findFirst()
                .map(JobFailures::status)
                .orElse(500);
    }

    private static int status(Reason reason) {
        return switch (reason) {
            case TOO_LARGE, TOO_LONG -> 413;
            case CANCELLED -> 409;
            case INVALID_JOB,
                    UNKNOWN_FIELD,
                    UNKNOWN_LANGUAGE,
                    ID_CONFLICT,
                    SOURCE_NOT_FOUND,
                    SOURCE_REFUSED,
                    SOURCE_CHANGED,
                    EMPTY_FILE,
                    UNREADABLE_AUDIO,
                    NO_AUDIO_STREAM,
                    UNKNOWN_JOB,
                    STILL_RUNNING,
                    NO_GAPS,
                    REPETITION,
                    LOW_CONFIDENCE,
                    TOO_FAST,
                    NO_SPEECH -> 400;
            case FETCH_FAILED, DECODER_FAILED, ENGINE_FAILED, ENGINE_CRASHED, DEADLINE, INTERNAL -> 500;
        };
    }

    private JobFailures() {}
}
